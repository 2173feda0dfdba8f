-- Noms de communes sous une forme comparable, une ligne par forme et commune actuelle.
-- Ni casse, ni accents, ni traits d'union ; « St », « Ste » valent « Saint », « Sainte ».
-- Les anciens noms de la table de passage mènent à la commune actuelle.
with names as (
    select
        code_insee,
        name,
        name as spelling
    from staging.communes
    union
    select
        passage.code_insee,
        communes.name,
        passage.former_name as spelling
    from staging.commune_passage as passage
    inner join staging.communes as communes on passage.code_insee = communes.code_insee
    where passage.former_name is not null
)

select distinct
    code_insee,
    name,
    trim(
        regexp_replace(
            regexp_replace(
                replace(lower(strip_accents(spelling)), 'œ', 'oe'), '[^a-z0-9]+', ' ', 'g'
            ),
            '\bst(e?)\b',
            'saint\1',
            'g'
        )
    ) as name_key
from names
