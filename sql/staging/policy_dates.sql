-- Dates des politiques, en jours, une ligne par EPCI, politique et dispositif.
-- Une année seule commence le 1er janvier. Un début qui n'est que l'adoption, en moins précis,
-- n'atteste pas de préparation. Un état sans date vaut à partir de l'arrêt de sa source.
-- superseded_on : le jour où la politique qui lui succède (CTE, puis CRTE) est en vigueur ici.
with dated as (
    select
        facts.fact_id,
        facts.siren_epci,
        facts.policy,
        facts.dispositif_id,
        facts.status_state,
        facts.as_of,
        policies.successor_policy,
        facts.last_day_in_force + 1 as expired_on,
        cast(
            facts.adopted_date || substr('yyyy-01-01', length(facts.adopted_date) + 1) as date
        ) as adopted_on,
        if(
            starts_with(facts.adopted_date, facts.start_date),
            null,
            cast(facts.start_date || substr('yyyy-01-01', length(facts.start_date) + 1) as date)
        ) as started_on
    from staging.policies as facts
    inner join reference.policies as policies on facts.policy = policies.policy
),

successors as (
    select
        siren_epci,
        policy,
        min(coalesce(adopted_on, as_of)) as since
    from dated
    where status_state = 'in_force'
    group by all
)

select
    dated.fact_id,
    dated.siren_epci,
    dated.policy,
    dated.dispositif_id,
    dated.status_state,
    dated.successor_policy,
    case
        when dated.status_state = 'in_preparation' then dated.started_on
        when
            dated.status_state = 'in_force'
            and dated.started_on < coalesce(dated.adopted_on, dated.as_of)
            then dated.started_on
        when dated.status_state = 'ended' and dated.started_on < dated.adopted_on
            then dated.started_on
    end as prepared_on,
    dated.adopted_on,
    dated.expired_on,
    if(dated.status_state = 'in_force', successors.since, null) as superseded_on,
    dated.as_of
from dated
left join successors
    on dated.siren_epci = successors.siren_epci and dated.successor_policy = successors.policy
