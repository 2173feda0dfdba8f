-- Maturité par structure, une ligne par structure, vague et thème (« ensemble » pour le tout).
-- Le calcul est celui de scores.structures ; ici, le nom de la structure.
select
    scores.structure_id,  -- Identifiant de la structure
    structures.name as structure_name,  -- Nom de la structure
    scores.siren_epci,  -- Code SIREN de l'EPCI de la structure
    scores.wave,  -- Année de la vague d'enquête
    scores.theme,  -- Code du thème, ou « ensemble »
    scores.score,  -- Score de 0 à 100 ; vide si aucune réponse ne se note
    scores.items_answered,  -- Nombre de réponses notées
    scores.items_asked,  -- Nombre de questions posées
    scores.coverage,  -- Part du poids demandé qui a une réponse notée (0 à 1)
    scores.is_simulated  -- Vrai si les réponses sont simulées
from scores.structures as scores
inner join staging.structures as structures on scores.structure_id = structures.structure_id
