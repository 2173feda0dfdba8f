-- Réponses comprises, une ligne par échelle, vague et libellé (en minuscules)
with waves as (select distinct wave from staging.survey_questions),

understood as (
    select
        answers.scale,
        waves.wave,
        lower(answers.label) as label,
        answers.answer_code
    from reference.survey_answers as answers
    inner join waves on try_cast(answers.wave as integer) = waves.wave
    union
    select
        scales.scale,
        waves.wave,
        lower(unnest([scales.label_fr, scales.answer_code])) as label,
        scales.answer_code
    from reference.survey_scales as scales
    cross join waves
)

select
    scale,
    wave,
    label,
    answer_code
from understood
