-- Qui peut accompagner qui, une ligne par structure, thème et structure qui peut l'accompagner.
-- À la dernière vague, une structure au premier niveau du thème (maturity_levels.csv) et les plus
-- proches de celles qui sont au moins « ancrées ». Aucun score n'est publié. Réponses simulées
-- seulement : le dire de structures réelles demande leur consentement, pas encore recueilli.
with scored as (
    select
        scores.*,
        places.commune,
        places.code_insee,
        themes.label as theme_label,
        themes.position,
        scores.is_simulated and places.is_simulated as may_be_told,
        scores.score < try_cast(engaged.low as double) as is_learner,
        scores.score >= try_cast(anchored.low as double) as is_mentor
    from marts.maturity_by_structure as scores
    inner join marts.structures as places on scores.structure_id = places.structure_id
    inner join marts.themes as themes on scores.theme = themes.theme
    inner join reference.maturity_levels as engaged on engaged.level = 'engage'
    inner join reference.maturity_levels as anchored on anchored.level = 'ancre'
    qualify scores.wave = max(scores.wave) over ()
),

pairs as (
    select
        learners.*,
        mentors.structure_id as mentor_id,
        mentors.structure_name as mentor_name,
        mentors.siren_epci as mentor_siren_epci,
        mentors.commune as mentor_commune,
        roads.is_same_epci,
        roads.km,
        row_number() over (
            partition by learners.structure_id, learners.theme
            order by
                roads.is_same_epci desc,
                roads.km asc,
                mentors.score desc,  -- donc l'écart le plus grand
                mentors.structure_id asc
        ) as choice,
        (not roads.is_same_epci, roads.km, choice, learners.position, learners.structure_id)
            as order_by
    from scored as learners
    inner join scored as mentors
        on learners.theme = mentors.theme and learners.is_learner and mentors.is_mentor
    inner join staging.distances as roads
        on learners.code_insee = roads.place and mentors.code_insee = roads.code_insee
    where learners.may_be_told and mentors.may_be_told
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
        '{} ({}, {}) : pratique installée ici sur le thème « {} » (vague {}, réponses simulées).',
        pairs.mentor_name,
        pairs.mentor_commune,
        if(pairs.is_same_epci, 'dans le même EPCI', format('à {:.0f} km', pairs.km)),
        pairs.theme_label,
        pairs.wave
    ) as why,  -- Pourquoi
    pairs.wave,  -- Année de la dernière vague
    pairs.theme,  -- Code du thème
    pairs.structure_id,  -- Structure à accompagner
    pairs.mentor_id,  -- Structure qui peut l'accompagner
    pairs.mentor_siren_epci,  -- EPCI de la structure qui accompagne (code SIREN)
    pairs.km,  -- De mairie à mairie, à vol d'oiseau, en km
    pairs.choice::integer as choice,  -- Rang parmi celles qui peuvent accompagner la structure
    pairs.is_simulated  -- Vrai : les réponses et les structures sont simulées
from pairs
inner join reference.opportunity_kinds as kinds on kinds.kind = 'qui_accompagne_qui'
inner join reference.parameters as named on named.name = 'proposals_per_need'
where pairs.choice <= try_cast(named.value as integer)
