-- Communes des EPCI couverts, une ligne par commune du code officiel géographique de l'année.
-- Une mairie placée à plus de 300 m de sa commune est une erreur de la source (les contours, eux,
-- sont simplifiés) : un point de la commune la remplace, comme quand elle manque.
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
    town_hall_distance_m,
    case
        when town_hall_distance_m <= 300 then town_hall_longitude else inside_longitude
    end as longitude,
    case
        when town_hall_distance_m <= 300 then town_hall_latitude else inside_latitude
    end as latitude,
    geometry
from staging.communes_lines
where reject_reason is null
