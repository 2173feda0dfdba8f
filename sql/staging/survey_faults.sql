-- Réponses reçues et ce qui leur manque, une ligne par ligne de fichier.
-- Une réponse compte dans l'EPCI où le registre place sa structure ; la commune qu'elle donne
-- doit exister au COG, aujourd'hui ou avant une fusion.
with given as (
    select
        source_file,
        source_row,
        max(upper(answer)) filter (question_code = 'structure_id') as structure_id,
        max(answer) filter (question_code = 'code_insee') as given_code_insee,
        max(answer_code) filter (question_code = 'size_tier') as size_tier,
        max(answer_code) filter (question_code = 'denomination') as denomination,
        max(answer_code) filter (question_code = 'approval') as approval,
        max(answer_code) filter (kind = 'consent') as consent
    from staging.survey_responses
    group by source_file, source_row
),

places as (
    select
        code_insee as given,
        code_insee
    from staging.communes
    union
    select
        former_code as given,
        code_insee
    from staging.commune_passage
    where former_code not in (select communes.code_insee from staging.communes)
)

select
    lines.source_file,
    lines.source_row,
    files.wave,
    files.is_simulated,
    given.structure_id,
    given.given_code_insee,
    places.code_insee as answered_code_insee,
    structures.code_insee,
    structures.siren_epci,
    structures.is_simulated as structure_is_simulated,
    given.size_tier,
    given.denomination,
    given.approval,
    lines.response_id,
    try_strptime(
        lines.submitted_at,
        ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M', '%d/%m/%Y - %H:%M']
    ) as submitted_at,
    case
        when lines.is_partial = 'true' then 'Réponse partielle : commencée et jamais envoyée.'
        when coalesce(given.consent, '') <> 'oui'
            then 'Pas de consentement à l''usage des réponses.'
        when given.structure_id is null then 'Aucun identifiant de structure.'
        when structures.structure_id is null
            then format('Structure « {} » absente du registre.', given.structure_id)
        when given.given_code_insee is not null and places.code_insee is null
            then format('Commune « {} » introuvable au COG.', given.given_code_insee)
    end as fault
from raw.survey_lines as lines
inner join staging.source_files as files on lines.source_file = files.source_file
left join given
    on lines.source_file = given.source_file and lines.source_row = given.source_row
left join staging.structures as structures on given.structure_id = structures.structure_id
left join places on given.given_code_insee = places.given
