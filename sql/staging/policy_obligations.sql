-- Obligations légales selon la source et selon la population, une ligne par EPCI et politique
select
    facts.source_file,
    facts.source_row,
    facts.siren_epci,
    facts.policy,
    facts.is_required as is_required_by_source,
    epci.population > cast(policies.required_over_population as integer)
        as is_required_by_population,
    if(
        facts.is_required
        <> (epci.population > cast(policies.required_over_population as integer)),
        format(
            'la source dit {} pour {} habitants, le seuil dit {} pour {} habitants',
            if(facts.is_required, 'oui', 'non'),
            facts.population,
            if(facts.is_required, 'non', 'oui'),
            epci.population
        ),
        null
    ) as disagreement
from staging.policy_obligation_lines as facts
inner join staging.epci as epci on facts.siren_epci = epci.siren_epci
inner join reference.policies as policies on facts.policy = policies.policy
where facts.reject_reason is null
