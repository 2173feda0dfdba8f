-- Réponses reçues et ce qui leur manque, une ligne par ligne de fichier.
-- Une réponse compte dans l'EPCI où le registre place sa structure ; la commune qu'elle donne
-- doit exister au COG, aujourd'hui ou avant une fusion. Une commune ambiguë ne l'est plus quand
-- la structure est reconnue et que la sienne est du nombre.
select
    lines.source_file,
    lines.source_row,
    given.wave,
    given.is_simulated,
    given.several_answers,
    found.structure_id,
    found.matched_by,
    keys.respondent_key,
    given.code_insee as given_code_insee,
    coalesce(
        places.code_insee,
        if(list_contains(places.candidates, structures.code_insee), structures.code_insee, null)
    ) as answered_code_insee,
    structures.code_insee,
    structures.siren_epci,
    structures.is_simulated as structure_is_simulated,
    given.size_tier,
    given.denomination,
    given.approval,
    try_strptime(
        lines.submitted_at,
        ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d %H:%M', '%d/%m/%Y - %H:%M']
    ) as submitted_at,
    case
        when lines.set_aside is not null then lines.set_aside
        when decisions.decision = 'reject'
            then format('{}.', concat_ws(' : ', 'Rejetée dans source.toml', decisions.reason))
        when lines.is_partial = 'true' then 'Réponse partielle : commencée et jamais envoyée.'
        when coalesce(given.consent, '') <> 'oui'
            then 'Pas de consentement à l''usage des réponses.'
        when
            places.fault is not null
            and coalesce(found.matched_by, '') <> 'decision'
            and not coalesce(list_contains(places.candidates, structures.code_insee), false)
            then places.fault
        else found.fault
    end as fault
from raw.survey_lines as lines
inner join staging.survey_identities as given
    on lines.source_file = given.source_file and lines.source_row = given.source_row
inner join staging.survey_places as places
    on lines.source_file = places.source_file and lines.source_row = places.source_row
inner join staging.survey_structures as found
    on lines.source_file = found.source_file and lines.source_row = found.source_row
left join raw.survey_keys as keys
    on lines.source_file = keys.source_file and lines.source_row = keys.source_row
left join raw.survey_decisions as decisions
    on lines.source_file = decisions.source_file and lines.source_row = decisions.source_row
left join staging.structures as structures on found.structure_id = structures.structure_id
