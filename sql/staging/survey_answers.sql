-- Réponses aux questions, une ligne par structure, vague et question posée.
-- state : answered (donnée), not_applicable (non concerné), dont_know (ne sait pas) ou missing.
select
    respondents.source_file,
    respondents.source_row,
    respondents.structure_id,
    respondents.wave,
    respondents.siren_epci,
    questions.question_code,
    questions.theme,
    questions.kind,
    questions.policy,
    questions.weight,
    responses.answer_code,
    case
        when questions.kind = 'number'
            then try_cast(replace(responses.answer, ',', '.') as double)
        else scales.value
    end as value,
    case
        when responses.answer is null then 'missing'
        when questions.kind = 'number' then 'answered'
        else scales.state
    end as state,
    coalesce(scales.participates, false) as participates,
    respondents.is_simulated
from staging.survey_respondents as respondents
inner join staging.survey_questions as questions
    on
        respondents.wave = questions.wave
        and questions.kind in ('scale', 'single', 'participation', 'number')
left join staging.survey_responses as responses
    on
        respondents.source_file = responses.source_file
        and respondents.source_row = responses.source_row
        and questions.question_code = responses.question_code
left join staging.survey_scales as scales
    on questions.scale = scales.scale and responses.answer_code = scales.answer_code
