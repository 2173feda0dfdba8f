-- Maturité de l'ensemble du territoire, une ligne par vague et thème (« ensemble » pour le tout).
-- Moyenne simple des scores de toutes les structures retenues ; masquée sous le seuil de diffusion.
-- Intervalle de Student à 95 %, resserré selon la part du répertoire qui a répondu : il se ferme
-- sur la moyenne quand toutes les structures ont répondu.
with threshold as (
    select try_cast(value as integer) as structures
    from reference.parameters
    where name = 'disclosure_threshold'
),

territories as (
    select
        facts.*,
        levels.label as level_label,
        facts.structures >= threshold.structures as is_shown,
        facts.structures between 1 and threshold.structures - 1 as is_masked
    from scores.territories as facts
    cross join threshold
    left join staging.maturity_levels as levels on facts.level = levels.level
    where facts.territory = 'drome'
)

select
    wave,  -- Année de la vague d'enquête
    theme,  -- Code du thème, ou « ensemble »
    if(is_shown, mean, null)
        as score,  -- Moyenne des structures, de 0 à 100 ; vide si masquée ou sans réponse
    structures,  -- Structures qui ont un score
    respondents,  -- Structures dont la réponse est retenue
    if(is_shown, coverage, null) as coverage,  -- Couverture moyenne des structures (0 à 1)
    is_masked,  -- Vrai si trop peu de structures ont un score pour le montrer
    is_simulated,  -- Vrai si des réponses de la vague sont simulées
    if(is_shown, low, null)
        as low,  -- Borne basse de l'intervalle à 95 % du score ; vide si masqué
    if(is_shown, high, null)
        as high,  -- Borne haute de l'intervalle à 95 % du score ; vide si masqué
    if(is_shown, registered, null)
        as registered,  -- Structures du répertoire, de même nature (réelles ou simulées)
    if(is_shown, response_rate, null)
        as response_rate,  -- Répondantes sur structures du répertoire (0 à 1) ; vide si masqué
    if(is_shown, level, null) as level,  -- Niveau du score (code) ; vide si masqué
    if(is_shown, level_label, null) as level_label,  -- Niveau du score, en toutes lettres
    if(is_shown, level_low, null)
        as level_low,  -- Niveau de la borne basse (code) : autre que level s'il est incertain
    if(is_shown, level_high, null)
        as level_high  -- Niveau de la borne haute (code) : autre que level s'il est incertain
from territories
