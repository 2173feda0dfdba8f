-- Faits des fichiers officiels, une ligne par EPCI, politique et dispositif.
-- dispositif_id est celui du fichier tenu à la main quand il est reconnu (policy_matches), ou que
-- c'est le seul PCAET ou CRTE de l'EPCI (pour sa démarche la plus récente, s'il y en a plusieurs) ;
-- sinon, un identifiant tiré du fichier officiel.
with alone as (
    select
        siren_epci,
        policy,
        min(dispositif_id) as dispositif_id
    from staging.policy_lines
    where reject_reason is null and dispositif_id is not null and policy in ('PCAET', 'CRTE')
    group by all
    having count(distinct dispositif_id) = 1
),

located as (
    select
        facts.*,
        places.siren_epci,
        places.communes_covered,
        places.communes_total,
        matches.dispositif_id as found_id,
        row_number() over (
            partition by places.siren_epci, facts.policy
            order by
                coalesce(facts.start_date, facts.adopted_date) desc nulls last,
                facts.layout desc,
                facts.official_id desc
        ) = 1
        and not bool_or(matches.dispositif_id is not null) over (
            partition by places.siren_epci, facts.policy
        ) as may_be_alone
    from staging.official_policy_lines as facts
    inner join staging.policy_perimeters as places
        on facts.source_file = places.source_file and facts.source_row = places.source_row
    left join staging.policy_matches as matches
        on facts.source_file = matches.source_file and facts.source_row = matches.source_row
    where facts.reject_reason is null
)

select
    located.source_file,
    located.source_row,
    located.siren_epci,
    located.policy,
    located.official_name,
    located.carrier,
    located.epci_role,
    located.communes_covered,
    located.communes_total,
    located.status,
    located.start_date,
    located.adopted_date,
    located.unread_date,
    located.source,
    located.address,
    located.as_of,
    located.found_id is not null as is_matched,
    coalesce(
        located.found_id,
        if(located.may_be_alone, alone.dispositif_id, null),
        upper(located.layout || '-' || located.official_id)
    ) as dispositif_id
from located
left join alone on located.siren_epci = alone.siren_epci and located.policy = alone.policy
