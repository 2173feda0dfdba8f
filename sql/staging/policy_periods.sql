-- Périodes d'état des politiques, une ligne par EPCI, politique, dispositif et période.
-- Le jour d est dans la période si d >= valid_from (vide : début inconnu) et d < valid_to (vide :
-- rien n'en dit la fin). Avant la première date connue, l'état est inconnu ; entre l'adoption d'un
-- dispositif échu et la source qui le dit échu, il l'est aussi. basis : ce qui date le début.
with steps as (
    select
        * exclude (adopted_on, expired_on, prepared_on),
        unnest(
            [
                struct_pack(
                    state := 'unknown', since := cast(null as date), position := 0, basis := 'none'
                ),
                row('in_preparation', prepared_on, 1, 'start_date'),
                row(
                    'unknown',
                    if(status_state = 'ended' and prepared_on is not null, adopted_on, null),
                    2,
                    'adopted_date'
                ),
                row(
                    status_state,
                    case status_state
                        when 'in_force' then coalesce(adopted_on, as_of)
                        when 'in_preparation' then if(prepared_on is null, as_of, null)
                        when 'ended' then as_of
                    end,
                    3,
                    if(status_state = 'ended' or adopted_on is null, 'as_of', 'adopted_date')
                ),
                row('to_renew', if(status_state = 'in_force', expired_on, null), 4, 'expires_on'),
                row('superseded', superseded_on, 5, 'successor')
            ],
            recursive := true
        ) as step
    from staging.policy_dates
),

reached as (
    select
        *,
        lead(since) over (
            partition by fact_id
            order by since nulls first, position
        ) as valid_to
    from steps
    where
        (position = 0 or since is not null)
        and (position in (0, 5) or superseded_on is null or since < superseded_on)
)

select
    fact_id,
    siren_epci,
    policy,
    dispositif_id,
    successor_policy,
    state,
    since as valid_from,
    valid_to,
    basis,
    as_of
from reached
where coalesce(since < valid_to, true)
