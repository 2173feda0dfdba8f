-- Réponses possibles, une ligne par échelle et réponse
select
    source_file,
    source_row,
    scale,
    answer_code,
    label_fr as label,
    try_cast(replace(value, ',', '.') as double) as value,
    value is not null
    and try_cast(replace(value, ',', '.') as double) is null as is_unreadable,
    state,
    coalesce(participates = 'true', false) as participates,
    try_cast(position as integer) as position,
    meaning
from reference.survey_scales
