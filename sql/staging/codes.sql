-- Codes admis dans les fichiers tenus à la main, une ligne par liste et code
with codes as (
    select
        'siren_epci' as list,
        siren_epci as code
    from staging.epci
    union all
    select
        'policy' as list,
        policy as code
    from reference.policies
    union all
    select
        'status' as list,
        policy || ' ' || status as code
    from reference.policy_statuses
    union all
    select
        'role' as list,
        role as code
    from reference.policy_roles
    union all
    select
        'date_meaning' as list,
        date_meaning as code
    from reference.policy_date_meanings
    union all
    select
        'confidence' as list,
        confidence as code
    from reference.confidences
    union all
    select
        'denomination' as list,
        denomination as code
    from reference.denominations
    union all
    select
        'approval' as list,
        approval as code
    from reference.approvals
    union all
    select
        'location_confidence' as list,
        location_confidence as code
    from reference.location_confidences
    union all
    select
        'themes' as list,
        practice_theme as code
    from reference.practice_themes
    union all
    select
        'scope' as list,
        scope as code
    from reference.practice_scopes
)

select
    list,
    code
from codes
where code is not null
