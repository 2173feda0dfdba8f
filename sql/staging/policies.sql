-- Faits de politique publique retenus, une ligne par EPCI, politique et dispositif.
-- L'échéance garde la précision de la date dont elle est tirée : une année seule donne une année.
-- other_communes_total : nombre officiel de communes, quand celui de la source en diffère.
with ruled as (
    select
        facts.*,
        meanings.label as date_note,
        if(facts.communes_total <> epci.communes, epci.communes, null) as other_communes_total,
        cast(
            facts.adopted_date || substr('yyyy-01-01', length(facts.adopted_date) + 1) as date
        ) + to_years(cast(rules.duration_years as integer)) as term
    from staging.policy_reconciled as facts
    inner join staging.epci as epci on facts.siren_epci = epci.siren_epci
    left join reference.policy_date_meanings as meanings
        on facts.date_meaning = meanings.date_meaning
    left join reference.policy_rules as rules
        on
            facts.policy = rules.policy
            and facts.status = rules.status
            and coalesce(meanings.gives_expiry, 'true') = 'true'
)

select
    *,
    left(strftime(term, '%Y-%m-%d'), length(adopted_date)) as expires_on,
    case length(adopted_date)
        when 4 then last_day(term + interval 11 months)
        when 7 then last_day(term)
        else cast(term as date)
    end as last_day_in_force
from ruled
