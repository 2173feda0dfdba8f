-- Politiques écologiques des territoires, une ligne par EPCI, politique et dispositif
-- L'état est celui de la période où tombe as_of ; sans fait, il est inconnu.
with received as (select max(as_of) as as_of from staging.policies),

stated as (
    select
        epci.siren_epci,
        policies.policy,
        policies.label,
        policies.is_core = 'true' as is_core,
        policies.successor_policy,
        epci.population > cast(policies.required_over_population as integer) as is_required,
        epci.communes = epci.department_communes as is_all_in_drome,
        periods.fact_id,
        received.as_of,
        coalesce(periods.state, 'unknown') as state
    from staging.epci as epci
    cross join reference.policies as policies
    cross join received
    left join staging.policy_periods as periods
        on
            epci.siren_epci = periods.siren_epci
            and policies.policy = periods.policy
            and coalesce(received.as_of >= periods.valid_from, true)
            and coalesce(received.as_of < periods.valid_to, true)
    where policies.is_core = 'true' or periods.policy is not null
)

select
    stated.siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    stated.policy,  -- Code de la politique
    stated.label as policy_label,  -- Nom court de la politique
    stated.is_core,  -- Vrai pour PAT, CTE, CRTE et PCAET
    facts.dispositif_id,  -- Identifiant du dispositif ; vide quand rien n'est trouvé
    facts.official_name,  -- Nom officiel, ou descriptif si la note le dit
    facts.carrier,  -- Porteur du dispositif selon la source
    facts.epci_role,  -- Rôle de l'EPCI : porteur, membre, couvert ; vide s'il est inconnu
    coalesce(roles.label, 'Inconnu') as epci_role_label,  -- Rôle, en toutes lettres
    facts.communes_covered,  -- Nombre de communes de l'EPCI couvertes, selon la source
    facts.communes_total,  -- Nombre de communes de l'EPCI, selon la source
    facts.communes_covered
    / facts.communes_total as coverage_share,  -- Part des communes couvertes (0 à 1)
    case
        when facts.communes_covered = 0 then 0
        when
            facts.communes_covered = facts.communes_total and facts.other_communes_total is null
            then 1
    end as population_covered_share,  -- Part de la population ; vide si la liste manque (0 à 1)
    case
        when facts.communes_covered in (0, facts.communes_total) or stated.is_all_in_drome
            then facts.communes_covered / facts.communes_total
    end as coverage_share_drome,  -- Part des communes drômoises couvertes ; vide si inconnue
    coalesce(facts.status, 'inconnu') as status,  -- Statut donné par la source (code)
    coalesce(facts.status_label, 'Inconnu') as status_label,  -- Statut, en toutes lettres
    stated.state,  -- État à la date as_of (code)
    if(
        stated.state = 'superseded',
        format('{} par le {}', states.label, stated.successor_policy),
        states.label
    ) as state_label,  -- État, en toutes lettres
    facts.start_date,  -- Début connu (AAAA, AAAA-MM ou AAAA-MM-JJ)
    facts.adopted_date,  -- Label, signature ou adoption (même précision que la source)
    facts.expires_on,  -- Échéance tirée de la règle de durée, même précision
    stated.is_required,  -- Obligation légale selon la population ; vide hors PCAET
    stated.successor_policy,  -- Politique qui succède à celle-ci
    facts.source,  -- Source du fait
    facts.address,  -- Adresse de la source
    facts.confidence,  -- Confiance dans le fait (code)
    coalesce(confidences.label, 'Rien de trouvé à ce jour')
        as confidence_label,  -- Confiance, en toutes lettres
    nullif(concat_ws(' ', facts.note, facts.date_note), '') as note,  -- Réserves
    stated.as_of  -- Date à laquelle l'état est établi : arrêt du fichier le plus récent
from stated
left join staging.policies as facts on stated.fact_id = facts.fact_id
left join reference.policy_roles as roles on facts.epci_role = roles.role
left join reference.policy_states as states on stated.state = states.state
left join reference.confidences as confidences on facts.confidence = confidences.confidence
