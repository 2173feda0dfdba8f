-- Thèmes et dimensions de la maturité, une ligne par résultat calculé
select
    dimension,
    root as code,
    null as parent,
    1.0 as weight
from staging.index_dimensions
union all
select
    dimensions.dimension,
    themes.theme as code,
    dimensions.root as parent,
    themes.weight
from staging.survey_themes as themes
inner join staging.index_dimensions as dimensions on dimensions.dimension = 'pratiques'
