-- Questions de l'enquête, une ligne par question
select
    question_code,  -- Code de la question, le même à toutes les vagues
    theme,  -- Thème de maturité, ou rubrique
    label,  -- Question ou affirmation
    -- Type : scale, single, multiple, number, participation, identity, personal, consent, text
    kind,
    scope,  -- Périmètre : interne, externe ou transverse
    weight,  -- Poids de la question dans son thème
    string_agg(wave::varchar, ', ' order by wave) as waves  -- Vagues où elle a été posée
from staging.survey_questions
group by all
