-- Lignes lues dans chaque fichier, une ligne par fichier.
with line as (
    select
        source_file,
        source_row
    from raw.communes
    union all
    select
        source_file,
        source_row
    from raw.commune_passage
    union all
    select
        source_file,
        source_row
    from raw.epci_members
    union all
    select
        source_file,
        source_row
    from raw.department
    union all
    select
        source_file,
        source_row
    from raw.enclaves
    union all
    select
        source_file,
        source_row
    from raw.structures
    union all
    select
        source_file,
        source_row
    from raw.policies
    union all
    select
        source_file,
        source_row
    from raw.policy_obligations
    union all
    select
        source_file,
        source_row
    from raw.official_policies
    union all
    select
        source_file,
        source_row
    from raw.practices
    union all
    select
        source_file,
        source_row
    from raw.accompaniments
    union all
    select
        source_file,
        source_row
    from raw.demarche
    union all
    select
        source_file,
        source_row
    from raw.survey_lines
)

select
    source_file,
    count(distinct source_row) as rows_in
from line
group by source_file
