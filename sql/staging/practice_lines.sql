-- Pratiques à partager telles que lues, une ligne par ligne de fichier
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
    from staging.practice_faults
    group by all
)

select
    facts.source_file,
    facts.source_row,
    facts.practice_id,
    facts.structure_id,
    facts.label,
    facts.themes,
    facts.scope,
    facts.source,
    facts.source_date,
    facts.note,
    try_cast(facts.position as integer) as position,
    faults.reject_reason,
    if(faults.is_blocking, faults.reject_reason, null) as blocking_reason
from raw.practices as facts
left join faults
    on facts.source_file = faults.source_file and facts.source_row = faults.source_row
