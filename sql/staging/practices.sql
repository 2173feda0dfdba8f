-- Pratiques à partager retenues, une ligne par pratique
select
    source_file,
    source_row,
    practice_id,
    structure_id,
    label,
    scope,
    source,
    source_date,
    note,
    position,
    list_transform(string_split(themes, ';'), lambda theme: trim(theme)) as themes
from staging.practice_lines
where reject_reason is null
