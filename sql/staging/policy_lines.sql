-- Faits de politique publique tels que lus, une ligne par ligne de fichier
with faults as (
    select
        source_file,
        source_row,
        string_agg(
            format('Colonne « {} » : trouvé « {} », attendu {}.', name, found, expected),
            ' '
            order by name
        ) as reject_reason,
        bool_or(is_blocking) as is_blocking
    from staging.policy_faults
    group by all
)

select
    facts.source_file,
    facts.source_row,
    facts.siren_epci,
    facts.policy,
    facts.dispositif_id,
    facts.official_name,
    facts.carrier,
    facts.role as epci_role,
    facts.status,
    facts.start_date,
    facts.adopted_date,
    facts.date_meaning,
    facts.source,
    facts.address,
    facts.confidence,
    facts.note,
    files.stated_on as as_of,
    faults.reject_reason,
    try_cast(facts.communes_covered as integer) as communes_covered,
    try_cast(facts.communes_total as integer) as communes_total,
    if(faults.is_blocking, faults.reject_reason, null) as blocking_reason
from raw.policies as facts
left join staging.source_files as files on facts.source_file = files.source_file
left join faults
    on facts.source_file = faults.source_file and facts.source_row = faults.source_row
