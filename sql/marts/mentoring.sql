-- Qui peut accompagner qui, une ligne par structure, thème et structure qui peut l'accompagner.
-- À la dernière vague, une structure au premier niveau du thème (maturity_levels.csv) et les plus
-- proches de celles qui sont au moins « ancrées ». Aucun score n'est publié. Réponses simulées
-- seulement : le dire de structures réelles demande leur consentement, pas encore recueilli.
with pairs as (
    select
        found.*,
        learners.siren_epci,
        learners.name as structure_name,
        mentors.name as mentor_name,
        mentors.siren_epci as mentor_siren_epci,
        mentors.commune as mentor_commune,
        themes.label as theme_label,
        (not found.is_same_epci, found.km, found.choice, themes.position, found.structure_id)
            as order_by
    from scores.mentors as found
    inner join marts.structures as learners on found.structure_id = learners.structure_id
    inner join marts.structures as mentors on found.mentor_id = mentors.structure_id
    inner join marts.themes as themes on found.theme = themes.theme
)

select
    pairs.siren_epci,  -- EPCI de la structure à accompagner (code SIREN)
    kinds.kind,  -- Sorte de proposition (code)
    kinds.label as kind_label,  -- Sorte de proposition, en toutes lettres
    row_number() over (order by pairs.order_by)::integer as rank,  -- Rang parmi toutes
    row_number() over (
        partition by pairs.siren_epci
        order by pairs.order_by
    )::integer as rank_in_epci,  -- Rang parmi celles de l'EPCI
    kinds.rule as rank_rule,  -- Règle de rang
    format('{} peut accompagner {}', pairs.mentor_name, pairs.structure_name) as title,  -- Titre
    format(
        '{} en est au début sur le thème « {} ». {} ({}, {}) dit y avoir des pratiques bien '
        || 'installées (vague {}, réponses simulées).',
        pairs.structure_name,
        pairs.theme_label,
        pairs.mentor_name,
        pairs.mentor_commune,
        if(pairs.is_same_epci, 'dans la même intercommunalité', format('à {:.0f} km', pairs.km)),
        pairs.wave
    ) as why,  -- Pourquoi
    pairs.wave,  -- Année de la dernière vague
    pairs.theme,  -- Code du thème
    pairs.structure_id,  -- Structure à accompagner
    pairs.mentor_id,  -- Structure qui peut l'accompagner
    pairs.mentor_siren_epci,  -- EPCI de la structure qui accompagne (code SIREN)
    pairs.km,  -- De mairie à mairie, à vol d'oiseau, en km
    pairs.choice,  -- Rang parmi celles qui peuvent accompagner la structure
    pairs.is_simulated  -- Vrai : les réponses et les structures sont simulées
from pairs
inner join reference.opportunity_kinds as kinds on kinds.kind = 'qui_accompagne_qui'
