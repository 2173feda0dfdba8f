-- Ce que devient chaque ligne lue, une ligne par ligne de fichier.
select
    source_file,
    source_row,
    reject_reason
from staging.communes_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.commune_passage_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.epci_members_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.department_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.enclaves_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.structure_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.policy_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.policy_obligation_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.official_policy_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.practice_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.accompaniment_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.demarche_lines
union all
select
    source_file,
    source_row,
    reject_reason
from staging.survey_respondent_lines
