-- Propositions pour le comité de pilotage, une ligne par proposition.
-- Deux des sortes d'opportunity_kinds.csv ; « qui peut accompagner qui » est la table mentoring.
-- order_by : la règle de chaque sorte, en nombres.
with shared as (
    select
        weakest.siren_epci,
        weakest.wave,
        weakest.theme,
        weakest.is_simulated,
        practices.practice_id,
        roads.km,
        format('Faire connaître la pratique « {} »', practices.label) as title,
        format(
            '« {} » est {}, {} sur 100 d''après {} structures (vague {}{}) ; '
            || '{} ({}, {}) peut montrer cette pratique.',
            weakest.theme_label,
            if(
                weakest.is_tied,
                'l''un des thèmes les plus faibles du territoire',
                'le thème le plus faible du territoire'
            ),
            replace(format('{:.1f}', weakest.score), '.', ','),
            weakest.structures,
            weakest.wave,
            if(weakest.is_simulated, ', réponses simulées', ''),
            practices.structure_name,
            practices.commune,
            if(roads.is_same_epci, 'dans la même intercommunalité', format('à {:.0f} km', roads.km))
        ) as why,
        row_number() over (
            partition by weakest.siren_epci, weakest.theme
            order by roads.is_same_epci desc, roads.km asc, practices.practice_id asc
        ) as choice,
        [weakest.score, weakest.siren_epci::integer, weakest.position, choice] as order_by
    from marts.weakest_themes as weakest
    inner join marts.practices as practices on list_contains(practices.themes, weakest.theme)
    inner join staging.distances as roads
        on weakest.siren_epci = roads.place and practices.code_insee = roads.code_insee
),

proposals as (
    select
        *,
        'politique_sans_participation' as kind
    from staging.unattended_policies
    union all by name
    select
        *,
        'pratiques_a_partager' as kind
    from shared
)

select
    proposals.siren_epci,  -- EPCI à qui la proposition s'adresse (code SIREN)
    proposals.kind,  -- Sorte de proposition (code)
    kinds.label as kind_label,  -- Sorte de proposition, en toutes lettres
    row_number() over (order by kinds.position, proposals.order_by, proposals.siren_epci)::integer
        as rank,  -- Rang parmi toutes : les sortes dans l'ordre, puis la règle de chacune
    row_number() over (
        partition by proposals.siren_epci
        order by kinds.position, proposals.order_by
    )::integer as rank_in_epci,  -- Rang parmi celles de l'EPCI
    kinds.rule as rank_rule,  -- Règle de rang de cette sorte
    proposals.title,  -- Proposition, en quelques mots
    proposals.why,  -- Pourquoi, avec les chiffres
    proposals.wave,  -- Vague des réponses
    proposals.policy,  -- Politique, pour une proposition qui en vient
    proposals.dispositif_id,  -- Dispositif de cette politique, le principal s'il y en a plusieurs
    proposals.theme,  -- Thème, pour une pratique à partager
    proposals.practice_id,  -- Pratique à partager
    proposals.km,  -- Du centre de l'EPCI à la mairie de la pratique, à vol d'oiseau, en km
    proposals.is_simulated  -- Vrai si la proposition repose sur des réponses simulées
from proposals
inner join reference.opportunity_kinds as kinds on proposals.kind = kinds.kind
inner join reference.parameters as named on named.name = 'proposals_per_need'
where coalesce(proposals.choice <= try_cast(named.value as integer), true)
