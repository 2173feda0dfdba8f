-- Évolution de la maturité, une ligne par territoire, thème et paire de vagues.
-- Paires : les vagues qui se suivent, et la première avec la dernière. Panel : les structures qui
-- ont un score aux deux. Ce que l'ensemble ajoute au panel est dû aux entrées et aux sorties.
-- Masquée si le panel, les entrées ou les sorties sont sous le seuil de diffusion sans être
-- nulles : la différence avec les moyennes publiées serait la réponse de quelqu'un.
with threshold as (
    select try_cast(value as integer) as structures
    from reference.parameters
    where name = 'disclosure_threshold'
),

judged as (
    select
        facts.* exclude (verdict),
        facts.panel > 0 and least(
            facts.panel,
            coalesce(nullif(facts.entries, 0), threshold.structures),
            coalesce(nullif(facts.exits, 0), threshold.structures)
        ) < threshold.structures as is_masked,
        if(is_masked, 'masque', facts.verdict) as verdict
    from scores.changes as facts
    cross join threshold
),

told as (
    select
        judged.*,
        judged.panel > 0 and not judged.is_masked as is_shown,
        verdicts.label as verdict_label
    from judged
    inner join reference.change_verdicts as verdicts on judged.verdict = verdicts.verdict
)

select
    territory,  -- Code SIREN de l'EPCI, ou « drome » pour l'ensemble
    theme,  -- Code du thème, ou « ensemble »
    wave_from,  -- Année de la vague de départ
    wave_to,  -- Année de la vague d'arrivée
    panel,  -- Structures qui ont un score aux deux vagues
    entries,  -- Structures qui n'ont un score qu'à l'arrivée
    exits,  -- Structures qui n'ont un score qu'au départ
    if(is_shown, panel_before, null)
        as panel_before,  -- Moyenne du panel au départ (0 à 100) ; vide si masquée
    if(is_shown, panel_after, null)
        as panel_after,  -- Moyenne du panel à l'arrivée (0 à 100) ; vide si masquée
    if(is_shown, panel_change, null)
        as panel_change,  -- Évolution moyenne du panel, en points ; vide si masquée
    if(is_shown, low, null)
        as low,  -- Borne basse de l'intervalle à 95 % de cette évolution, en points
    if(is_shown, high, null)
        as high,  -- Borne haute de l'intervalle à 95 % de cette évolution, en points
    if(is_shown, all_change, null)
        as all_change,  -- Évolution de la moyenne de toutes les répondantes, en points
    if(is_shown, turnover_change, null)
        as turnover_change,  -- Part de celle-ci due aux entrées et aux sorties, en points
    verdict,  -- Verdict sur le panel : hausse, incertain, baisse, masque, inconnu
    verdict_label,  -- Verdict, en toutes lettres
    is_masked,  -- Vrai si trop peu de structures pour montrer l'évolution
    is_simulated  -- Vrai si des réponses de l'une des vagues sont simulées
from told
