-- Thèmes de la maturité et leur poids, une ligne par thème
select
    source_file,
    source_row,
    theme,
    label_fr as label,
    family,
    try_cast(replace(weight, ',', '.') as double) as weight,
    try_cast(position as integer) as position
from reference.survey_themes
