-- Éléments de la démarche tels que lus, une ligne par ligne de fichier
select
    facts.source_file,
    facts.source_row,
    facts.section,
    facts.content,
    facts.note,
    facts.source,
    try_cast(facts.position as integer) as position,
    case
        when sections.section is null
            then format(
                'Colonne « section » : trouvé « {} », attendu {}.',
                coalesce(facts.section, ''),
                'un code de demarche_sections.csv'
            )
        when facts.content is null then 'Colonne « content » : attendue remplie.'
        when try_cast(facts.position as integer) is null
            then format(
                'Colonne « position » : trouvé « {} », attendu un nombre entier.',
                coalesce(facts.position, '')
            )
    end as reject_reason
from raw.demarche as facts
left join reference.demarche_sections as sections on facts.section = sections.section
