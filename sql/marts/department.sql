-- Département de l'observatoire, une ligne par département (un seul).
select
    code_departement,  -- Code du département
    name,  -- Nom du département
    geometry  -- Contour simplifié (GeoJSON, WGS 84)
from staging.department
