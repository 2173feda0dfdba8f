-- Fautes du répertoire des structures, une ligne par ligne de fichier et par faute.
-- Un code se juge dans staging.codes, et sa faute bloque ; une autre valeur se juge ici.
with received as (
    select
        facts.*,
        files.received_on
    from raw.structures as facts
    left join staging.source_files as files on facts.source_file = files.source_file
),

facts as (
    select
        *,
        approval_date is null or coalesce(
            regexp_full_match(approval_date, '\d{4}(-\d{2}){0,2}')
            and try_cast(
                approval_date || substr('yyyy-01-01', length(approval_date) + 1) as date
            ) <= received_on,
            false
        ) as right_date,
        siret is null
        or regexp_full_match(regexp_replace(siret, '[ .]', '', 'g'), '\d{14}') as right_siret
    from received
),

cells as (
    select
        source_file,
        source_row,
        unnest(
            [
                struct_pack(
                    name := 'denomination',
                    found := denomination,
                    expected := 'un code de denominations.csv, ou rien',
                    is_right := denomination is null or null
                ),
                row('approval', approval, 'un code de approvals.csv', approval is null or null),
                row(
                    'location_confidence',
                    coalesce(location_confidence, ''),
                    'un code de location_confidences.csv',
                    null
                ),
                row(
                    'structure_id',
                    coalesce(structure_id, ''),
                    'un identifiant',
                    structure_id is not null
                ),
                row('siret', siret, '14 chiffres, ou rien', right_siret),
                row('name', coalesce(name, ''), 'un nom', name is not null),
                row('approval_date', approval_date, 'une date passée, AAAA-MM-JJ', right_date)
            ],
            recursive := true
        ) as cell
    from facts
)

select
    source_file,
    source_row,
    name,
    found,
    expected,
    is_right is null as is_blocking
from cells
where not coalesce(is_right, (name, found) in (select (c.list, c.code) from staging.codes as c))
union all by name
select
    source_file,
    source_row,
    name,
    found,
    expected,
    is_blocking
from staging.structure_places
where name is not null
