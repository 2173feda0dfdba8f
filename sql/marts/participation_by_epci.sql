-- Participation aux politiques locales, une ligne par EPCI, politique et vague qui la demande.
-- Répondantes : les structures qui donnent un rôle, y compris « pas de participation ». « Ne sait
-- pas » et l'absence de réponse sont inconnus ; « non concernée » ne compte nulle part.
-- Participent : les consultées, les contributrices et les co-porteuses.
with threshold as (
    select try_cast(value as integer) as structures
    from reference.parameters
    where name = 'disclosure_threshold'
),

asked as (
    select
        policy,
        wave,
        bool_or(is_simulated) as is_simulated
    from staging.survey_participations
    group by policy, wave
),

counts as (
    select
        epci.siren_epci,
        asked.policy,
        asked.wave,
        asked.is_simulated,
        count(roles.structure_id) as structures,
        count(*) filter (roles.state = 'answered') as respondents,
        count(*) filter (roles.participates) as participants,
        count(*) filter (roles.role = 'informee') as informed,
        count(*) filter (roles.role = 'consultee') as consulted,
        count(*) filter (roles.role = 'contributrice') as contributing,
        count(*) filter (roles.role = 'co_porteuse') as co_leading,
        count(*) filter (roles.role = 'pas_de_participation') as not_participating,
        count(*) filter (roles.state in ('dont_know', 'missing')) as unknown
    from staging.epci as epci
    cross join asked
    left join staging.survey_participations as roles
        on
            epci.siren_epci = roles.siren_epci
            and asked.policy = roles.policy
            and asked.wave = roles.wave
    group by all
),

masked as (
    select
        counts.*,
        counts.structures > 0 and counts.respondents < threshold.structures as is_masked
    from counts
    cross join threshold
)

select
    siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    policy,  -- Sigle de la politique
    wave,  -- Année de la vague d'enquête
    respondents::integer as respondents,  -- Structures qui donnent leur rôle
    if(is_masked, null, participants)::integer as participants,  -- Celles qui participent
    case
        when not is_masked then participants / nullif(respondents, 0)
    end as participation_rate,  -- Part des répondantes qui participent (0 à 1)
    if(is_masked, null, informed)::integer as informed,  -- Informées
    if(is_masked, null, consulted)::integer as consulted,  -- Consultées
    if(is_masked, null, contributing)::integer as contributing,  -- Contributrices
    if(is_masked, null, co_leading)::integer as co_leading,  -- Co-porteuses
    if(is_masked, null, not_participating)::integer as not_participating,  -- Sans participation
    if(is_masked, null, unknown)::integer as unknown,  -- Ne savent pas, ou sans réponse
    is_masked,  -- Vrai s'il y a trop peu de répondantes pour montrer les nombres
    is_simulated  -- Vrai si des réponses de la vague sont simulées
from masked
