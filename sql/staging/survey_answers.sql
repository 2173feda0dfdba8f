-- Réponses aux questions, une ligne par structure, vague et question posée.
-- state : answered (donnée), not_applicable (non concerné), dont_know (ne sait pas), missing
-- (sans réponse) ou not_asked (question non montrée, quand l'outil le dit).
-- Un nombre suivi de son sens, au bout d'une échelle (« 10 - Tout à fait »), est un nombre.
select
    coalesce(responses.source_file, respondents.source_file) as source_file,
    coalesce(responses.source_row, respondents.source_row) as source_row,
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
            then try_cast(
                replace(
                    regexp_extract(
                        replace(responses.answer, ' ', ''), '^[+-]?[0-9]+(?:[.,][0-9]+)?'
                    ), ',', '.'
                ) as double
            )
        else scales.value
    end as value,
    case
        when responses.answer is null then 'missing'
        when responses.is_not_asked then 'not_asked'
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
left join staging.survey_kept_responses as responses
    on
        respondents.structure_id = responses.structure_id
        and respondents.wave = responses.wave
        and questions.question_code = responses.question_code
left join staging.survey_scales as scales
    on questions.scale = scales.scale and responses.answer_code = scales.answer_code
