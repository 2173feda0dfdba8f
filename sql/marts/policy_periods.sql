-- Périodes d'état des politiques, une ligne par EPCI, politique, dispositif et période.
-- En vigueur le jour d : state = 'in_force' and valid_from <= d
-- and (valid_to is null or d < valid_to). Sans ligne pour ce jour, l'état est inconnu.
select
    periods.siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    periods.policy,  -- Code de la politique
    policies.label as policy_label,  -- Nom court de la politique
    periods.dispositif_id,  -- Identifiant du dispositif ; vide quand rien n'est trouvé
    facts.official_name,  -- Nom officiel, ou descriptif si la note du dispositif le dit
    row_number() over (
        partition by periods.fact_id
        order by periods.valid_from nulls first
    )::integer as period,  -- Rang de la période, de la plus ancienne à la dernière
    periods.state,  -- État (code)
    if(
        periods.state = 'superseded',
        format('{} par le {}', states.label, periods.successor_policy),
        states.label
    ) as state_label,  -- État, en toutes lettres
    periods.valid_from,  -- Premier jour de la période ; vide : début inconnu
    periods.valid_to,  -- Premier jour de la période suivante ; vide : rien n'en dit la fin
    case periods.basis
        when 'start_date' then 'Début connu'
        when 'adopted_date' then 'Label, signature ou adoption'
        when 'expires_on' then 'Échéance tirée de la règle de durée'
        when 'successor' then format('{} attesté en vigueur', periods.successor_policy)
        when 'as_of' then 'Date de la source, faute d''une date du fait'
        else if(periods.valid_to is null, 'Aucune date connue', 'Avant la première date connue')
    end as basis,  -- Ce qui date le début de la période
    coalesce(states.is_known = 'true', false) as is_known,  -- Vrai si la politique est connue ici
    periods.as_of  -- Date à laquelle la source est établie
from staging.policy_periods as periods
inner join staging.policies as facts on periods.fact_id = facts.fact_id
inner join reference.policies as policies on periods.policy = policies.policy
inner join reference.policy_states as states on periods.state = states.state
