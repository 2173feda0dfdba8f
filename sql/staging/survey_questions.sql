-- Questions posées, une ligne par question et vague
with asked as (
    unpivot reference.survey_questions on columns('^\d{4}$') into name wave value header
)

select
    question_code,
    theme,
    kind,
    scale,
    policy,
    scope,
    coalesce(try_cast(weight as double), 1) as weight,
    label_fr as label,
    try_cast(wave as integer) as wave,
    header
from asked
