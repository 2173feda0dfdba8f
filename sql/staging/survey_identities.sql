-- Ce que chaque réponse dit d'elle-même, une ligne par ligne de fichier.
-- Un tableur retire le zéro de tête d'un code : il est rendu.
with given as (
    select
        source_file,
        source_row,
        max(upper(answer)) filter (question_code = 'structure_id') as structure_id,
        max(regexp_replace(answer, '\D', '', 'g')) filter (question_code = 'siret') as siret,
        max(answer) filter (question_code = 'structure_name') as structure_name,
        max(answer) filter (question_code = 'commune') as commune,
        max(upper(answer)) filter (question_code = 'code_insee') as code_insee,
        max(answer) filter (question_code = 'code_postal') as code_postal,
        max(answer_code) filter (question_code = 'size_tier') as size_tier,
        max(answer_code) filter (question_code = 'denomination') as denomination,
        max(answer_code) filter (question_code = 'approval') as approval,
        max(answer_code) filter (kind = 'consent') as consent
    from staging.survey_responses
    group by source_file, source_row
)

select
    lines.source_file,
    lines.source_row,
    files.wave,
    files.is_simulated,
    files.several_answers,
    given.structure_id,
    nullif(given.siret, '') as siret,
    given.structure_name,
    given.commune,
    case
        when regexp_full_match(given.code_insee, '\d{4}') then '0' || given.code_insee
        else given.code_insee
    end as code_insee,
    case
        when regexp_full_match(given.code_postal, '\d{4}') then '0' || given.code_postal
        when given.code_postal is not null then given.code_postal
        else nullif(regexp_extract(given.commune, '\b\d{5}\b'), '')
    end as code_postal,
    given.size_tier,
    given.denomination,
    given.approval,
    given.consent
from raw.survey_lines as lines
inner join staging.source_files as files on lines.source_file = files.source_file
left join given
    on lines.source_file = given.source_file and lines.source_row = given.source_row
