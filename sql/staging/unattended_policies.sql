-- Politiques présentes avec peu ou pas de participation, une ligne par EPCI et politique.
-- À la dernière vague, un nombre montrable de structures répondent, et few_participants au plus
-- (parameters.csv) participent. order_by : la règle d'opportunity_kinds.csv, en nombres.
with parameters as (
    select try_cast(value as integer) as few
    from reference.parameters
    where name = 'few_participants'
),

latest as (
    select
        *,
        respondents as n
    from staging.participation_rates
    where siren_epci is not null
    qualify wave = max(wave) over ()
)

select
    present.siren_epci,
    present.policy,
    present.dispositif_id,
    latest.wave,
    latest.is_simulated,
    format('Proposer aux structures de prendre part au {}', policies.label) as title,
    format(
        '{}{} est {} au {} {} {} ; {} (vague {}{}).',
        coalesce(
            format('« {} »', present.official_name), format('Un {} sans nom connu', policies.label)
        ),
        case
            when present.other_dispositifs = 1 then ' (et un autre dispositif)'
            when present.other_dispositifs > 1
                then format(' (et {} autres dispositifs)', present.other_dispositifs)
            else ''
        end,
        if(present.state = 'in_force', 'en vigueur', 'en préparation'),
        if(day(present.as_of) = 1, '1er', strftime(present.as_of, '%-d')),
        months.label,
        year(present.as_of),
        case latest.participants
            when 0
                then format('aucune des {} structures répondantes n''y participe', latest.n)
            when 1
                then format('une seule des {} structures répondantes y participe', latest.n)
            else format(
                '{} des {} structures répondantes y participent',
                latest.participants,
                latest.n
            )
        end,
        latest.wave,
        if(latest.is_simulated, ', réponses simulées', '')
    ) as why,
    [
        present.state_position,
        latest.participants,
        -latest.n,
        try_cast(policies.position as integer)
    ] as order_by
from staging.present_policies as present
inner join latest on present.siren_epci = latest.siren_epci and present.policy = latest.policy
inner join reference.policies as policies on present.policy = policies.policy
inner join reference.months on strftime(present.as_of, '%-m') = months.month
cross join parameters
where
    latest.policy_known
    and not latest.is_masked
    and latest.n > 0
    and latest.participants <= parameters.few
