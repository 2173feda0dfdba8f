-- Questions posées, une ligne par question et vague
with asked as (
    unpivot reference.survey_questions on columns('^\d{4}$') into name wave value header
)

select
    source_file,
    source_row,
    question_code,
    theme,
    kind,
    scale,
    policy,
    scope,
    try_cast(replace(coalesce(weight, '1'), ',', '.') as double) as weight,
    label_fr as label,
    try_cast(wave as integer) as wave,
    header
from asked
