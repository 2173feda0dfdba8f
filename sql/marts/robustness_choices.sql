-- Poids de chaque choix de méthode, une ligne par vague et choix, et une pour leurs combinaisons.
-- Parts de premier ordre de la variance (Sobol), moyennes des EPCI montrés ; leur somme est 1.
-- Vides quand aucun choix ne change rien.
select
    shares.wave,  -- Année de la vague d'enquête
    shares.choice,  -- Choix : weights, normalisation, aggregation, combinations
    choices.label as choice_label,  -- Choix, en toutes lettres
    shares.score_share,  -- Part de la variance des scores due à ce choix seul (0 à 1)
    shares.rank_share,  -- Part de la variance des rangs due à ce choix seul (0 à 1)
    coalesce(
        shares.choice
        = arg_max(shares.choice, shares.score_share) filter (
            where shares.choice <> 'combinations'
        ) over (partition by shares.wave),
        false
    ) as matters_most,  -- Vrai pour celui qui fait le plus varier les scores
    shares.is_simulated  -- Vrai si des réponses de la vague sont simulées
from scores.robustness_choices as shares
inner join reference.method_choices as choices on shares.choice = choices.choice
