-- Anciens codes de communes tels que lus, une ligne par ligne de geo/communes_passage.csv
select
    passage.source_file,
    passage.source_row,
    passage.code_ancien as former_code,
    passage.nom_ancien as former_name,
    passage.code_insee,
    passage.nom as name,
    passage.nature as change,
    try_cast(passage.annee_cog as integer) as cog_year,
    case
        when not coalesce(regexp_full_match(passage.code_ancien, '(\d{2}|2[AB])\d{3}'), false)
            then format(
                'Ancien code de commune « {} » : cinq caractères attendus, comme 26371.',
                coalesce(passage.code_ancien, 'vide')
            )
        when commune.code_insee is null
            then format(
                'Commune d''arrivée « {} » absente des communes couvertes.',
                coalesce(passage.code_insee, 'vide')
            )
        when passage.annee_cog is not null and try_cast(passage.annee_cog as integer) is null
            then format('Année « {} » : quatre chiffres attendus.', passage.annee_cog)
    end as reject_reason
from raw.commune_passage as passage
left join staging.communes as commune on passage.code_insee = commune.code_insee
