-- Faits de politique publique, officiels ou tenus à la main, une ligne par fait et origine
with facts as (
    select
        source_file,
        source_row,
        siren_epci,
        policy,
        dispositif_id,
        official_name,
        carrier,
        epci_role,
        communes_covered,
        communes_total,
        status,
        start_date,
        adopted_date,
        date_meaning,
        source,
        address,
        confidence,
        note,
        as_of,
        false as is_official,
        false as is_matched
    from staging.policy_lines
    where reject_reason is null
    union all by name
    select
        source_file,
        source_row,
        siren_epci,
        policy,
        dispositif_id,
        official_name,
        carrier,
        epci_role,
        communes_covered,
        communes_total,
        status,
        start_date,
        adopted_date,
        source,
        address,
        as_of,
        is_matched,
        true as is_official,
        case
            when policy = 'PAT' then 'computed_partial'
            when start_date is null and adopted_date is null then 'confirmed_no_date'
            else 'confirmed'
        end as confidence,
        format('Date illisible dans le fichier officiel : « {} ».', unread_date) as note
    from staging.official_policies
)

select
    facts.*,
    statuses.label as status_label,
    statuses.state as status_state,
    roles.label as role_label,
    concat_ws('|', facts.siren_epci, facts.policy, facts.dispositif_id) as fact_id
from facts
inner join reference.policy_statuses as statuses
    on facts.policy = statuses.policy and facts.status = statuses.status
left join reference.policy_roles as roles on facts.epci_role = roles.role
