-- Structures telles que lues, une ligne par ligne de fichier
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
    from staging.structure_faults
    group by all
)

select
    facts.source_file,
    facts.source_row,
    facts.structure_id,
    facts.name,
    nullif(regexp_replace(facts.siret, '\D', '', 'g'), '') as siret,
    facts.denomination,
    facts.approval,
    facts.approval_date,
    places.code_insee,
    facts.location_confidence,
    facts.source,
    facts.source_date,
    facts.note,
    files.is_simulated,
    faults.reject_reason,
    if(faults.is_blocking, faults.reject_reason, null) as blocking_reason
from raw.structures as facts
left join staging.source_files as files on facts.source_file = files.source_file
left join staging.structure_places as places
    on facts.source_file = places.source_file and facts.source_row = places.source_row
left join faults
    on facts.source_file = faults.source_file and facts.source_row = faults.source_row
