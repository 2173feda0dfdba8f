-- Obligations légales telles que lues, une ligne par ligne de fichier
select
    facts.source_file,
    facts.source_row,
    facts.siren_epci,
    facts.policy,
    facts.source,
    facts.address,
    facts.confidence,
    facts.is_required = 'oui' as is_required,
    try_cast(facts.population as integer) as population,
    case
        when epci.siren_epci is null
            then format(
                'Colonne « siren_epci » : trouvé « {} », attendu le SIREN d''un des EPCI couverts.',
                coalesce(facts.siren_epci, '')
            )
        when policies.policy is null
            then format(
                'Colonne « policy » : trouvé « {} », attendu un code de policies.csv.',
                coalesce(facts.policy, '')
            )
        when coalesce(facts.is_required, '') not in ('oui', 'non')
            then format(
                'Colonne « is_required » : trouvé « {} », attendu oui ou non.',
                coalesce(facts.is_required, '')
            )
    end as reject_reason
from raw.policy_obligations as facts
left join staging.epci as epci on facts.siren_epci = epci.siren_epci
left join reference.policies as policies on facts.policy = policies.policy
