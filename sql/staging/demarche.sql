-- Éléments de la démarche retenus, une ligne par élément
select
    source_file,
    source_row,
    section,
    position,
    content,
    note,
    source
from staging.demarche_lines
where reject_reason is null
