-- Politiques présentes, en vigueur ou en préparation, une ligne par EPCI et politique.
-- À la date des faits (l'arrêt du fichier le plus récent). De plusieurs dispositifs, celui du
-- meilleur état, puis celui dont l'EPCI est porteur, à défaut membre, à défaut couvert.
with received as (select max(facts.as_of) as as_of from staging.policies as facts)

select
    periods.siren_epci,
    periods.policy,
    periods.dispositif_id,
    facts.official_name,
    periods.state,
    try_cast(states.position as integer) as state_position,
    received.as_of,
    count(*) over same - 1 as other_dispositifs
from staging.policy_periods as periods
cross join received
inner join staging.policies as facts on periods.fact_id = facts.fact_id
inner join reference.policy_states as states on periods.state = states.state
where
    periods.state in ('in_force', 'in_preparation')
    and coalesce(received.as_of >= periods.valid_from, true)
    and coalesce(received.as_of < periods.valid_to, true)
window same as (partition by periods.siren_epci, periods.policy)
qualify
    row_number() over (
        partition by periods.siren_epci, periods.policy
        order by
            try_cast(states.position as integer),
            list_position(['porteur', 'membre', 'couvert'], facts.epci_role) nulls last,
            periods.dispositif_id
    ) = 1
