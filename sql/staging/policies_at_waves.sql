-- Politiques à la date de chaque vague, une ligne par EPCI, politique demandée et vague.
-- De plusieurs dispositifs, le meilleur état vaut (policy_states.csv). is_known : la politique
-- est connue ici ce jour-là, fût-ce en préparation ou à renouveler. La couverture d'une structure
-- est sûre si l'un d'eux couvre toutes les communes, ou est porté par l'EPCI sans autre précision.
with asked as (
    select
        policy,
        wave,
        bool_or(is_simulated) as is_simulated
    from staging.survey_participations
    group by all
),

known as (
    select
        asked.wave,
        periods.siren_epci,
        periods.policy,
        periods.state,
        coalesce(
            facts.communes_covered >= facts.communes_total and facts.other_communes_total is null,
            facts.communes_covered is null and facts.epci_role = 'porteur'
        ) as is_whole
    from asked
    inner join staging.survey_wave_dates as dates on asked.wave = dates.wave
    inner join staging.policy_periods as periods
        on
            asked.policy = periods.policy
            and coalesce(dates.wave_date >= periods.valid_from, true)
            and coalesce(dates.wave_date < periods.valid_to, true)
    inner join staging.policies as facts on periods.fact_id = facts.fact_id
),

best as (
    select
        epci.siren_epci,
        asked.policy,
        asked.wave,
        asked.is_simulated,
        coalesce(min(try_cast(states.position as integer)), 99) as position,
        coalesce(bool_or(states.is_known = 'true'), false) as is_known,
        coalesce(bool_or(states.is_known = 'true' and known.is_whole), false) as is_whole
    from staging.epci as epci
    cross join asked
    left join known
        on
            epci.siren_epci = known.siren_epci
            and asked.policy = known.policy
            and asked.wave = known.wave
    left join reference.policy_states as states on known.state = states.state
    group by all
)

select
    best.siren_epci,
    best.policy,
    best.wave,
    dates.wave_date,
    coalesce(states.state, 'unknown') as state,
    best.is_known,
    best.is_known and not best.is_whole as coverage_uncertain,
    best.is_simulated
from best
inner join staging.survey_wave_dates as dates on best.wave = dates.wave
left join reference.policy_states as states
    on best.position = try_cast(states.position as integer)
