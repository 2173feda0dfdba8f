-- Niveaux de maturité, une ligne par niveau
select
    level,  -- Code du niveau
    label,  -- Nom du niveau
    low,  -- Score à partir duquel il commence (0 à 100)
    position,  -- Ordre, du moins au plus avancé
    meaning  -- Ce qu'il veut dire
from staging.maturity_levels
