-- Maturité par structure, une ligne par structure, vague et thème (« ensemble » pour l'indice,
-- « ingredients » pour les conditions favorables, montrées à côté).
select
    scores.structure_id,  -- Identifiant de la structure
    structures.name as structure_name,  -- Nom de la structure
    scores.siren_epci,  -- Code SIREN de l'EPCI de la structure
    scores.wave,  -- Année de la vague d'enquête
    scores.theme,  -- Code du thème, « ensemble » (l'indice) ou « ingredients »
    scores.score,  -- Score de 0 à 100 ; vide si non évalué ou non concerné
    case
        when not scores.is_concerned then 'non concerné'
        when scores.score is null then 'non évalué'
        else 'évalué'
    end as status,  -- évalué, non évalué (moins de 60 % du poids répondu) ou non concerné
    levels.level,  -- Niveau (code) : emergent, engage, ancre, ressource ; vide sans score
    levels.label as level_label,  -- Niveau, en toutes lettres
    scores.items_answered,  -- Nombre de réponses notées
    scores.items_asked,  -- Nombre de questions posées
    scores.coverage,  -- Part du poids demandé qui a une réponse notée (0 à 1)
    scores.is_simulated  -- Vrai si les réponses sont simulées
from scores.structures as scores
inner join staging.structures as structures on scores.structure_id = structures.structure_id
asof left join staging.maturity_levels as levels on round(scores.score, 9) >= levels.low
