-- Communes des EPCI couverts, une ligne par commune
select
    code_insee,  -- Code officiel géographique de la commune
    name,  -- Nom de la commune
    siren_epci,  -- Code SIREN de l'EPCI dont elle est membre
    code_departement,  -- Code du département
    population,  -- Population municipale
    longitude,  -- Longitude de la mairie, à défaut d'un point de la commune (degrés, WGS 84)
    latitude,  -- Latitude de la mairie, à défaut d'un point de la commune (degrés, WGS 84)
    geometry  -- Contour très simplifié de la commune, à 300 m près (GeoJSON, WGS 84)
from staging.communes
