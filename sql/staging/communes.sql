-- Communes des EPCI couverts, une ligne par commune du code officiel géographique de l'année
select
    source_file,
    source_row,
    code_insee,
    name,
    siren_epci,
    code_departement,
    population,
    postal_codes,
    area_m2,
    town_hall_longitude,
    town_hall_latitude,
    coalesce(town_hall_longitude, inside_longitude) as longitude,
    coalesce(town_hall_latitude, inside_latitude) as latitude
from staging.communes_lines
where reject_reason is null
