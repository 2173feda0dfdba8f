-- Signaux à vérifier sur les politiques, une ligne par EPCI, politique et vague.
-- Des structures disent participer à une politique que les sources ne disent pas présente ici à la
-- date de la vague : la table des politiques est peut-être incomplète. Ce n'est pas une erreur.
with threshold as (
    select try_cast(value as integer) as structures
    from reference.parameters
    where name = 'disclosure_threshold'
),

declared as (
    select
        roles.siren_epci,
        roles.policy,
        roles.wave,
        roles.policy_state,
        count(*) as structures,
        bool_or(roles.is_simulated) as is_simulated
    from staging.participation_roles as roles
    where roles.participates and not roles.policy_known
    group by all
)

select
    declared.siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    declared.policy,  -- Sigle de la politique
    policies.label as policy_label,  -- Nom court de la politique
    declared.wave,  -- Année de la vague d'enquête
    dates.wave_date,  -- Date retenue pour la vague : médiane des envois, à défaut le 30 juin
    declared.policy_state as state_at_wave,  -- État de la politique ici, à cette date (code)
    states.label as state_at_wave_label,  -- État, en toutes lettres
    if(
        declared.structures >= threshold.structures, declared.structures, null
    )::integer as structures,  -- Structures qui disent participer ; vide si masqué
    declared.structures < threshold.structures as is_masked,  -- Vrai s'il y en a trop peu
    format(
        '{} participer au {} (vague {}) ; au {} {} {}, {} : la table des politiques est peut-être '
        || 'incomplète.',
        if(
            declared.structures >= threshold.structures,
            format('{} structures disent', declared.structures),
            'Au moins une structure dit'
        ),
        policies.label,
        declared.wave,
        if(day(dates.wave_date) = 1, '1er', strftime(dates.wave_date, '%-d')),
        months.label,
        year(dates.wave_date),
        case declared.policy_state
            when 'superseded' then 'les sources le disent déjà remplacé ici'
            when 'ended' then 'les sources le disent terminé ici'
            else 'aucune source ne le dit présent ici'
        end
    ) as label,  -- Le signal, en une phrase
    declared.is_simulated  -- Vrai si des réponses sont simulées
from declared
cross join threshold
inner join staging.survey_wave_dates as dates on declared.wave = dates.wave
inner join reference.months on strftime(dates.wave_date, '%-m') = months.month
inner join reference.policies as policies on declared.policy = policies.policy
inner join reference.policy_states as states on declared.policy_state = states.state
