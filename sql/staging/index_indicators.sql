-- Indicateurs de la maturité, une ligne par dimension et indicateur.
-- Une pratique est une question ; un ingrédient peut en avoir plusieurs.
select
    'pratiques' as dimension,
    question_code as code,
    theme as parent,
    [question_code] as questions,
    any_value(weight) as weight,
    0.0 as low,
    1.0 as high
from staging.survey_questions
where kind = 'scale'
group by question_code, theme
union all
select
    'ingredients' as dimension,
    ingredient as code,
    'ingredients' as parent,
    questions,
    weight,
    low,
    high
from staging.index_ingredients
