-- Passage des anciens codes aux communes actuelles, une ligne par ancien code.
-- cog_year est la première année où l'ancien code n'existe plus ; vide, c'est avant 2021.
select
    source_file,
    source_row,
    former_code,
    former_name,
    code_insee,
    name,
    change,
    cog_year
from staging.commune_passage_lines
where reject_reason is null
