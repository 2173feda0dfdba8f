-- Rôles dans les politiques locales, une ligne par structure, vague et politique demandée
select
    source_file,
    source_row,
    structure_id,
    wave,
    siren_epci,
    policy,
    answer_code as role,
    state,
    participates,
    is_simulated
from staging.survey_answers
where kind = 'participation'
