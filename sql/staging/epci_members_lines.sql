-- Composition officielle des EPCI telle que lue, une ligne par ligne de geo/epci_membres.csv
select
    source_file,
    source_row,
    siren_epci,
    nom_epci as epci_name,
    nom_epci_long as epci_long_name,
    nature,
    code_insee,
    nom as name,
    try_cast(population as integer) as population,
    case
        when not coalesce(regexp_full_match(siren_epci, '\d{9}'), false)
            then format(
                'SIREN d''EPCI « {} » : neuf chiffres attendus.',
                coalesce(siren_epci, 'vide')
            )
        when not coalesce(regexp_full_match(code_insee, '(\d{2}|2[AB])\d{3}'), false)
            then format(
                'Code de commune « {} » : cinq caractères attendus, comme 26113.',
                coalesce(code_insee, 'vide')
            )
        when nom_epci is null or nom_epci_long is null
            then 'Nom de l''EPCI absent.'
        when coalesce(try_cast(population as integer), -1) < 0
            then format(
                'Population « {} » : nombre entier positif attendu.',
                coalesce(population, 'vide')
            )
    end as reject_reason
from raw.epci_members
