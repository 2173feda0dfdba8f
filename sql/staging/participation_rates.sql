-- Participation aux politiques, une ligne par EPCI, politique et vague, et une pour la Drôme.
-- La Drôme (siren_epci vide) : les structures de tous les EPCI où la politique est connue.
-- Intervalle : score de Wilson, E. B. Wilson, « Probable inference, the law of succession, and
-- statistical inference », Journal of the American Statistical Association 22 (1927).
with parameters as (
    select
        max(try_cast(value as integer)) filter (name = 'disclosure_threshold') as threshold,
        max(try_cast(replace(value, ',', '.') as double)) filter (name = 'confidence_z') as z
    from reference.parameters
),

counts as (
    select
        places.siren_epci,
        places.policy,
        places.wave,
        bool_or(places.is_simulated) as is_simulated,
        bool_or(places.is_known) as policy_known,
        coalesce(bool_or(places.coverage_uncertain and roles.counts), false) as coverage_uncertain,
        min(try_cast(states.position as integer)) as state_position,
        count(roles.structure_id) filter (roles.policy_known) as structures,
        count(*) filter (roles.counts) as respondents,
        count(*) filter (roles.counts and roles.participates) as participants,
        count(*) filter (roles.counts and roles.role = 'informee') as informed,
        count(*) filter (roles.counts and roles.role = 'consultee') as consulted,
        count(*) filter (roles.counts and roles.role = 'contributrice') as contributing,
        count(*) filter (roles.counts and roles.role = 'co_porteuse') as co_leading,
        count(*) filter (
            roles.counts and roles.role = 'pas_de_participation'
        ) as not_participating,
        count(*) filter (
            roles.policy_known and roles.state in ('dont_know', 'missing')
        ) as unknown,
        count(*) filter (roles.not_concerned) as not_concerned
    from staging.policies_at_waves as places
    inner join reference.policy_states as states on places.state = states.state
    left join staging.participation_roles as roles
        on
            places.siren_epci = roles.siren_epci
            and places.policy = roles.policy
            and places.wave = roles.wave
    group by grouping sets (
        (places.siren_epci, places.policy, places.wave), (places.policy, places.wave)
    )
),

bounded as (
    select
        counts.*,
        states.state as policy_state,
        counts.structures > 0 and counts.respondents < parameters.threshold as is_masked,
        counts.participants / nullif(counts.respondents, 0) as rate,
        parameters.z * parameters.z / nullif(counts.respondents, 0) as spread
    from counts
    cross join parameters
    inner join reference.policy_states as states
        on counts.state_position = try_cast(states.position as integer)
)

select
    * exclude (spread, state_position),
    (rate + spread / 2) / (1 + spread) as middle,
    sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread) as half_width
from bounded
