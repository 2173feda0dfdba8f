-- Compte des lignes de chaque fichier, une ligne par fichier.
-- Les lignes lues viennent des tables brutes, les autres des tables typées : les deux comptes
-- sont indépendants, et un contrôle vérifie qu'ils s'accordent.
with kept_and_rejected as (
    select
        source_file,
        count(*) filter (reject_reason is null) as rows_kept,
        count(*) filter (reject_reason is not null) as rows_rejected
    from staging.row_outcomes
    group by source_file
)

select
    file.source_file,
    file.source_row,
    coalesce(read.rows_in, 0) as rows_in,
    coalesce(outcome.rows_kept, 0) as rows_kept,
    coalesce(outcome.rows_rejected, 0) as rows_rejected,
    coalesce(read.rows_in, 0)
    - coalesce(outcome.rows_kept, 0)
    - coalesce(outcome.rows_rejected, 0) as rows_lost
from staging.source_files as file
left join staging.rows_read as read on file.source_file = read.source_file
left join kept_and_rejected as outcome on file.source_file = outcome.source_file
