-- La démarche TECS : origine, objectifs, ingrédients et étapes, une ligne par élément
select
    facts.section,  -- Rubrique (code)
    sections.label as section_label,  -- Rubrique, en toutes lettres
    facts.position,  -- Rang dans la rubrique
    facts.content,  -- Élément
    facts.note,  -- Réserve : passage tronqué, chiffre donné par la source
    facts.source  -- Source
from staging.demarche as facts
inner join reference.demarche_sections as sections on facts.section = sections.section
order by try_cast(sections.position as integer), facts.position
