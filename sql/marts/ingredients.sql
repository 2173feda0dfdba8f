-- Ingrédients qui font la différence, une ligne par ingrédient
select
    ingredient,  -- Code de l'ingrédient
    label,  -- Nom de l'ingrédient
    low,  -- Réponse qui vaut 0
    high,  -- Réponse qui vaut 100
    weight,  -- Poids parmi les ingrédients
    position,  -- Ordre d'affichage
    meaning  -- Ce que valent les réponses
from staging.index_ingredients
