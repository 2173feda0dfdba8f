-- Cases de réponse retenues, une ligne par structure, vague et question (et option).
-- Une question prend la réponse la plus récente qui en donne une ; source_file et source_row
-- disent de quelle ligne elle vient.
select
    lines.structure_id,
    lines.wave,
    lines.siren_epci,
    lines.is_simulated,
    responses.source_file,
    responses.source_row,
    responses.question_code,
    responses.kind,
    responses.answer,
    responses.answer_code,
    responses.is_ticked,
    responses.is_not_asked
from staging.survey_respondent_lines as lines
inner join staging.survey_responses as responses
    on lines.source_file = responses.source_file and lines.source_row = responses.source_row
where lines.contributes
qualify
    lines.answer_rank = min(lines.answer_rank) over (
        partition by lines.structure_id, lines.wave, responses.question_code
    )
