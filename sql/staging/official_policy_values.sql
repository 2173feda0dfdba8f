-- Lignes des fichiers officiels, lues selon leur présentation, une ligne par ligne de fichier.
-- perimeter : les SIREN (200 067 767 vaut 200067767) ou, pour un PAT, les codes des communes.
-- Un état de PCAET absent de policy_official_states.csv est inconnu, et la ligne reste.
select
    facts.source_file,
    facts.source_row,
    dates.layout,
    known.policy,
    dates.is_superseded,
    dates.stated_on as as_of,
    dates.start_date,
    dates.adopted_date,
    dates.unread_date,
    facts.id as official_id,
    coalesce(facts.nom, facts.nom_administratif, facts.nom_usuel) as official_name,
    facts.nom_usuel as other_name,
    facts.nature_juridique as nature,
    coalesce(
        facts.collectivites_porteuses,
        if(lower(facts.type_grp_crte) like 'mono%', facts.lib_groupement, null)
    ) as carrier,
    coalesce(
        facts.communes_code_insee,
        regexp_replace(facts.siren_porteurs, '(\d{3}) (\d{3}) (\d{3})', '\1\2\3', 'g'),
        nullif(regexp_extract(facts.siren_epci, '\d{9}'), ''),
        facts.siren_groupement
    ) as perimeter,
    case
        when known.policy = 'PAT' then 'couvert'
        when known.policy = 'CRTE' and coalesce(lower(facts.type_grp_crte) not like 'mono%', true)
            then 'membre'
        else 'porteur'
    end as epci_role,
    case
        when known.policy = 'PAT' then 'reconnu_niveau_inconnu'
        when known.policy = 'PCAET' then coalesce(states.status, 'depose_etat_inconnu')
        when facts.date_signature is null then 'liste_signature_non_verifiee'
        else 'signe'
    end as status,
    if(states.status is null, facts.demarche_etat, null) as unknown_state,
    format(
        '{}, arrêté au {} {} {}',
        files.title,
        if(day(dates.stated_on) = 1, '1er', strftime(dates.stated_on, '%-d')),
        months.label,
        year(dates.stated_on)
    ) as source,
    coalesce(facts.lien_vers_la_fiche_pat, files.address) as address
from raw.official_policies as facts
inner join staging.official_policy_dates as dates
    on facts.source_file = dates.source_file and facts.source_row = dates.source_row
inner join staging.source_files as files on facts.source_file = files.source_file
inner join reference.official_files as known on dates.layout = known.layout
left join reference.months on strftime(dates.stated_on, '%-m') = months.month
left join reference.policy_official_states as states
    on known.policy = states.policy and lower(strip_accents(facts.demarche_etat)) = states.found
