-- Fautes des faits de politique publique, une ligne par ligne de fichier et par faute.
-- Un code se juge dans staging.codes, et sa faute bloque ; une autre valeur se juge ici.
-- Clé d'un SIREN : un chiffre sur deux doublé, la somme des chiffres est divisible par dix.
with received as (
    select
        facts.*,
        files.received_on
    from raw.policies as facts
    left join staging.source_files as files on facts.source_file = files.source_file
),

facts as (
    select
        *,
        list_transform(
            [start_date, adopted_date],
            lambda d: d is null or coalesce(
                regexp_full_match(d, '\d{4}(-\d{2}){0,2}')
                and try_cast(d || substr('yyyy-01-01', length(d) + 1) as date) <= received_on,
                false
            )
        ) as right_dates,
        list_sum([
            d // 10 + d % 10 for d in [
                try_cast(substr(siren_epci, i, 1) as integer) * (2 - i % 2) for i in range(1, 10)
            ]
        ]) as luhn
    from received
),

cells as (
    select
        source_file,
        source_row,
        unnest(
            [
                struct_pack(
                    name := 'siren_epci',
                    found := coalesce(siren_epci, ''),
                    expected := case
                        when not regexp_full_match(coalesce(siren_epci, ''), '\d{9}')
                            then 'un SIREN de 9 chiffres'
                        when luhn % 10 <> 0 then 'un SIREN dont la clé de contrôle est juste'
                        else 'le SIREN d''un des EPCI couverts'
                    end,
                    is_right := cast(null as boolean)
                ),
                row('policy', coalesce(policy, ''), 'un code de policies.csv', null),
                row('status', concat(policy, ' ', status), 'un code de policy_statuses.csv', null),
                row('confidence', coalesce(confidence, ''), 'un code de confidences.csv', null),
                row('role', role, 'un code de policy_roles.csv, ou rien', role is null or null),
                row('date_meaning', date_meaning, 'un code admis', date_meaning is null or null),
                row('start_date', start_date, 'une date passée, AAAA-MM-JJ', right_dates[1]),
                row('adopted_date', adopted_date, 'une date passée, AAAA-MM-JJ', right_dates[2]),
                row(
                    'communes_covered',
                    concat_ws('/', communes_covered, communes_total),
                    'une part entière du nombre de communes',
                    coalesce(
                        try_cast(communes_covered as integer)
                        between 0 and try_cast(communes_total as integer),
                        communes_covered is null and communes_total is null
                    )
                )
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
