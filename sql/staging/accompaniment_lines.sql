-- Éléments d'accompagnement tels que lus, une ligne par ligne de fichier
select
    facts.source_file,
    facts.source_row,
    facts.accompaniment_id,
    facts.section,
    facts.content,
    try_cast(facts.position as integer) as position,
    case
        when sections.section is null
            then format(
                'Colonne « section » : trouvé « {} », attendu {}.',
                coalesce(facts.section, ''),
                'un code de accompaniment_sections.csv'
            )
        when facts.accompaniment_id is null or facts.content is null
            then 'Colonnes « accompaniment_id » et « content » : attendues remplies.'
        when try_cast(facts.position as integer) is null
            then format(
                'Colonne « position » : trouvé « {} », attendu un nombre entier.',
                coalesce(facts.position, '')
            )
    end as reject_reason
from raw.accompaniments as facts
left join reference.accompaniment_sections as sections on facts.section = sections.section
