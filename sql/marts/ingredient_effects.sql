-- Ingrédients et maturité, une ligne par vague et ingrédient.
-- Une association entre la présence de l'ingrédient et la maturité d'ensemble : jamais une cause.
-- Sans assez de structures de chaque côté (min_group), rien n'est comparé. Les deux moyennes sont
-- tues quand une ou deux structures seulement ne disent pas si elles ont l'ingrédient : la
-- différence avec la moyenne de toutes serait leur score.
with threshold as (
    select try_cast(value as integer) as structures
    from reference.parameters
    where name = 'disclosure_threshold'
),

facts as (
    select
        found.*,
        verdicts.label as verdict_label,
        found.unknown = 0 or found.unknown >= threshold.structures as is_shown
    from scores.ingredients as found
    inner join reference.association_verdicts as verdicts on found.verdict = verdicts.verdict
    cross join threshold
)

select
    wave,  -- Année de la vague d'enquête
    ingredient,  -- Ingrédient (code)
    ingredient_label,  -- Ingrédient, en toutes lettres
    n_with,  -- Structures qui l'ont
    n_without,  -- Structures qui ne l'ont pas
    unknown,  -- Structures dont on ne sait pas si elles l'ont : dans aucun des deux groupes
    if(is_shown, mean_with, null)
        as mean_with,  -- Maturité moyenne de celles qui l'ont (0 à 100) ; vide si trop peu
    if(is_shown, mean_without, null)
        as mean_without,  -- Maturité moyenne des autres (0 à 100) ; vide si trop peu
    difference,  -- Écart des deux moyennes, en points ; vide si trop peu
    low,  -- Borne basse de l'intervalle à 95 % de l'écart (rééchantillonnage), en points
    high,  -- Borne haute de l'intervalle à 95 % de l'écart (rééchantillonnage), en points
    p,  -- Test de permutation, bilatéral (0 à 1) ; vide si trop peu
    p_holm,  -- Le même, corrigé des comparaisons de la vague (Holm)
    adjusted_difference,  -- Écart à agrément et taille égaux, en points ; vide si trop peu
    adjusted_low,  -- Borne basse de l'intervalle à 95 % de l'écart ajusté, en points
    adjusted_high,  -- Borne haute de l'intervalle à 95 % de l'écart ajusté, en points
    n_adjusted,  -- Structures qui disent leur agrément et leur taille ; vide si trop peu
    verdict,  -- Verdict : positive, negative, non_etablie, trop_peu
    verdict_label,  -- Verdict, en toutes lettres
    sentence,  -- Ce qu'on peut en dire, en une phrase : une association, jamais une cause
    is_simulated  -- Vrai si des réponses de la vague sont simulées
from facts
