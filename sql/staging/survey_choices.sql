-- Options choisies, une ligne par structure, vague, question à choix multiple et option cochée
select
    respondents.source_file,
    respondents.source_row,
    respondents.structure_id,
    respondents.wave,
    respondents.siren_epci,
    responses.question_code,
    responses.answer_code,
    respondents.is_simulated
from staging.survey_respondents as respondents
inner join staging.survey_responses as responses
    on
        respondents.source_file = responses.source_file
        and respondents.source_row = responses.source_row
where responses.kind = 'multiple' and responses.is_ticked
