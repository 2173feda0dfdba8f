-- Options choisies, une ligne par structure, vague, question à choix multiple et option cochée
select
    source_file,
    source_row,
    structure_id,
    wave,
    siren_epci,
    question_code,
    answer_code,
    is_simulated
from staging.survey_kept_responses
where kind = 'multiple' and is_ticked
