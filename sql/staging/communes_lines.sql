-- Communes telles que lues, une ligne par ligne de geo/communes.parquet
select
    commune.source_file,
    commune.source_row,
    commune.code_insee,
    commune.nom as name,
    commune.siren_epci,
    commune.code_departement,
    try_cast(commune.population as integer) as population,
    string_split(nullif(commune.codes_postaux, ''), ' ') as postal_codes,
    try_cast(commune.longitude as double) as town_hall_longitude,
    try_cast(commune.latitude as double) as town_hall_latitude,
    try_cast(shape.town_hall_distance_m as double) as town_hall_distance_m,
    try_cast(shape.area_m2 as double) as area_m2,
    try_cast(shape.longitude as double) as inside_longitude,
    try_cast(shape.latitude as double) as inside_latitude,
    shape.geometry,
    case
        when not coalesce(regexp_full_match(commune.code_insee, '(\d{2}|2[AB])\d{3}'), false)
            then format(
                'Code de commune « {} » : cinq caractères attendus, comme 26113.',
                coalesce(commune.code_insee, 'vide')
            )
        when not coalesce(regexp_full_match(commune.siren_epci, '\d{9}'), false)
            then format(
                'SIREN d''EPCI « {} » : neuf chiffres attendus.',
                coalesce(commune.siren_epci, 'vide')
            )
        when commune.nom is null or commune.code_departement is null
            then 'Nom ou département de la commune absent.'
        when coalesce(try_cast(commune.population as integer), -1) < 0
            then format(
                'Population « {} » : nombre entier positif attendu.',
                coalesce(commune.population, 'vide')
            )
        when shape.source_row is null
            then 'Contour absent ou invalide : un polygone est attendu.'
    end as reject_reason
from raw.communes as commune
left join raw.commune_shapes as shape
    on
        commune.source_file = shape.source_file
        and commune.source_row = shape.source_row
