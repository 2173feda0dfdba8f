-- Ingrédients que nomme l'intitulé d'une pratique, une ligne par pratique et ingrédient.
-- Ce que l'intitulé ne dit pas reste inconnu : rien n'est déduit du thème ni de la structure.
select
    practices.practice_id,
    words.ingredient
from staging.practices as practices
inner join reference.practice_ingredients as words
    on regexp_matches(lower(strip_accents(practices.label)), words.words)
