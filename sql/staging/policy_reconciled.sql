-- Faits de politique publique à retenir, une ligne par EPCI, politique et dispositif.
-- Le fait qui l'emporte (voir policy_pairs) est complété par l'autre là où il ne dit rien ; de deux
-- statuts de même état, celui tenu à la main est le plus détaillé (le niveau d'un PAT). Une
-- ligne « rien trouvé » du fichier tenu à la main s'efface quand un fichier officiel a trouvé.
with found as (
    select distinct
        siren_epci,
        policy
    from staging.official_policies
),

others as (
    select
        other.*,
        facts.is_official and facts.status_state = other.status_state as is_detailed
    from staging.policy_facts as other
    inner join staging.policy_facts as facts
        on other.fact_id = facts.fact_id and other.is_official <> facts.is_official
)

select
    facts.source_file,
    facts.source_row,
    facts.fact_id,
    facts.siren_epci,
    facts.policy,
    facts.dispositif_id,
    facts.is_official,
    facts.status_state,
    facts.source,
    facts.address,
    facts.confidence,
    facts.as_of,
    if(other.is_detailed, other.status, facts.status) as status,
    if(other.is_detailed, other.status_label, facts.status_label) as status_label,
    coalesce(facts.official_name, other.official_name) as official_name,
    coalesce(facts.carrier, other.carrier) as carrier,
    coalesce(nullif(facts.epci_role, 'couvert'), other.epci_role, facts.epci_role) as epci_role,
    coalesce(facts.communes_covered, other.communes_covered) as communes_covered,
    coalesce(facts.communes_total, other.communes_total) as communes_total,
    if(
        starts_with(other.start_date, facts.start_date),
        other.start_date,
        coalesce(facts.start_date, other.start_date)
    ) as start_date,
    if(
        starts_with(other.adopted_date, facts.adopted_date),
        other.adopted_date,
        coalesce(facts.adopted_date, other.adopted_date)
    ) as adopted_date,
    if(facts.adopted_date is null, other.date_meaning, facts.date_meaning) as date_meaning,
    nullif(concat_ws(
        ' ',
        facts.note,
        if(
            len(pairs.differences) > 0,
            format('En désaccord avec : {} (voir « Qualité des données »).', other.source),
            format('Figure aussi dans : {}.', other.source)
        )
    ), '') as note
from staging.policy_facts as facts
left join staging.policy_pairs as pairs on facts.fact_id = pairs.fact_id
left join others as other
    on facts.fact_id = other.fact_id and facts.is_official <> other.is_official
left join found on facts.siren_epci = found.siren_epci and facts.policy = found.policy
where
    (pairs.fact_id is null or facts.is_official = pairs.official_wins)
    and (facts.dispositif_id is not null or found.siren_epci is null)
