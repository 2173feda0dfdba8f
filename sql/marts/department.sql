-- Département de l'observatoire, une seule ligne
select
    code_departement,  -- Code du département
    name,  -- Nom du département
    geometry  -- Contour simplifié (GeoJSON, WGS 84)
from staging.department
