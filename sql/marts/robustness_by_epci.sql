-- Solidité de la place d'un EPCI, une ligne par EPCI montré et vague.
-- L'indice d'ensemble refait sous des poids, une normalisation et une agrégation tirés au hasard.
-- Un rang ne se lit qu'avec ses bornes. Normalisations : bornes déclarées, min-max de la vague,
-- part de la vague au-dessous. Agrégations : arithmétique, géométrique, harmonique (un thème
-- compte au moins 1 point dans les deux dernières).
select
    siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    wave,  -- Année de la vague d'enquête
    structures,  -- Structures qui comptent : assez de thèmes ont un score
    draws,  -- Nombre de tirages
    ranked,  -- Nombre d'EPCI comparés
    rank_low,  -- Rang, borne à 5 % des tirages (1 : la plus haute maturité)
    rank_median,  -- Rang médian des tirages, à lire avec ses bornes
    rank_high,  -- Rang, borne à 95 % des tirages
    score_low,  -- Score, borne à 5 % des tirages (0 à 100)
    score_high,  -- Score, borne à 95 % des tirages (0 à 100)
    share_emergent,  -- Part des tirages au niveau « émergent » (0 à 1)
    share_engage,  -- Part des tirages au niveau « engagé » (0 à 1)
    share_ancre,  -- Part des tirages au niveau « ancré » (0 à 1)
    share_ressource,  -- Part des tirages au niveau « ressource » (0 à 1)
    is_simulated  -- Vrai si des réponses de la vague sont simulées
from scores.robustness
