-- Dispositif reconnu sur les lignes des fichiers officiels, une ligne par ligne reconnue.
-- policy_dispositifs.csv décide ; à défaut, le nom qui n'est, de part et d'autre, que d'un seul.
with by_hand as (
    select
        policy,
        trim(regexp_replace(lower(strip_accents(official_name)), '[^a-z0-9]+', ' ', 'g')) as name,
        min(dispositif_id) as dispositif_id
    from staging.policy_lines
    where reject_reason is null and dispositif_id is not null
    group by all
    having count(distinct dispositif_id) = 1
),

official as (
    select
        source_file,
        source_row,
        policy,
        layout,
        official_id,
        unnest([official_name, other_name]) as name
    from staging.official_policy_lines
    where reject_reason is null
),

named as (
    select
        official.source_file,
        official.source_row,
        by_hand.dispositif_id,
        concat_ws('|', official.layout, official.official_id) as official_key
    from official
    inner join by_hand
        on
            official.policy = by_hand.policy
            and by_hand.name = trim(regexp_replace(
                lower(strip_accents(official.name)), '[^a-z0-9]+', ' ', 'g'
            ))
),

unique_names as (
    select
        dispositif_id,
        min(official_key) as official_key
    from named
    group by dispositif_id
    having count(distinct official_key) = 1
)

select
    lines.source_file,
    lines.source_row,
    coalesce(min(settled.dispositif_id), min(unique_names.dispositif_id)) as dispositif_id
from staging.official_policy_lines as lines
left join reference.policy_dispositifs as settled
    on lines.layout = settled.layout and lines.official_id = settled.official_id
left join unique_names
    on concat_ws('|', lines.layout, lines.official_id) = unique_names.official_key
where lines.reject_reason is null
group by all
having coalesce(min(settled.dispositif_id), min(unique_names.dispositif_id)) is not null
