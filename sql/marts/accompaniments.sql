-- Accompagnements anonymes, une ligne par élément.
-- Ni structure, ni type, ni taille, ni date, ni politique : rien ne doit y ramener.
select
    facts.accompaniment_id,  -- Identifiant de l'exemple anonyme
    facts.section,  -- Rubrique (code)
    sections.label as section_label,  -- Rubrique, en toutes lettres
    facts.position,  -- Rang dans la rubrique
    facts.content  -- Élément, généralisé
from staging.accompaniments as facts
inner join reference.accompaniment_sections as sections on facts.section = sections.section
order by facts.accompaniment_id, sections.position, facts.position
