-- Éléments des accompagnements anonymes retenus, une ligne par élément
select
    source_file,
    source_row,
    accompaniment_id,
    section,
    position,
    content
from staging.accompaniment_lines
where reject_reason is null
