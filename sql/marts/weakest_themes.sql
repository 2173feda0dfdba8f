-- Thème le plus faible, une ligne par EPCI et thème ; plusieurs s'ils sont à égalité.
-- À la dernière vague, parmi les thèmes dont le score est montré.
with lowest as (
    select
        siren_epci,
        wave,
        min(score) as score
    from marts.maturity_by_epci
    where theme in (select known.theme from marts.themes as known)
    group by siren_epci, wave
    qualify wave = max(wave) over ()
)

select
    scores.siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    scores.wave,  -- Année de la dernière vague
    scores.theme,  -- Code du thème
    themes.label as theme_label,  -- Nom du thème
    themes.position,  -- Ordre d'affichage du thème
    scores.score,  -- Son score, de 0 à 100
    scores.structures,  -- Structures qui ont un score
    count(*) over (partition by scores.siren_epci)
    > 1 as is_tied,  -- Vrai si d'autres thèmes ont le même score
    scores.is_simulated  -- Vrai si des réponses de la vague sont simulées
from marts.maturity_by_epci as scores
inner join marts.themes as themes on scores.theme = themes.theme
inner join lowest
    on
        scores.siren_epci = lowest.siren_epci
        and scores.wave = lowest.wave
        and scores.score < lowest.score + 1e-9
