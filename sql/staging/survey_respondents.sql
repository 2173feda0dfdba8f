-- Réponses retenues, une ligne par structure et vague
select
    source_file,
    source_row,
    structure_id,
    wave,
    code_insee,
    answered_code_insee,
    siren_epci,
    denomination,
    approval,
    size_tier,
    submitted_at,
    is_simulated,
    structure_is_simulated
from staging.survey_respondent_lines
where reject_reason is null
