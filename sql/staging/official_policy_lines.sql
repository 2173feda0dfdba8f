-- Lignes des fichiers officiels avec leur sort, une ligne par ligne de fichier.
-- « Hors territoire » n'est pas une faute : ces fichiers couvrent la France.
with places as (
    select
        source_file,
        source_row,
        min(siren_epci) as siren_epci
    from staging.policy_perimeters
    group by all
),

judged as (
    select
        facts.*,
        case
            when facts.is_superseded
                then 'Remplacée : le même fichier officiel, arrêté plus tard, a été reçu.'
            when facts.perimeter is null
                then 'Aucun territoire : ni SIREN, ni code de commune.'
            when facts.policy <> 'PAT' and not regexp_matches(facts.perimeter, '\d{9}')
                then format('Aucun SIREN de neuf chiffres dans « {} ».', facts.perimeter)
            when places.siren_epci is null then 'Hors territoire : aucun EPCI couvert.'
            when facts.official_id is null then 'Identifiant vide.'
            when facts.nature = 'COM'
                then 'Ligne d''une commune : le contrat se lit à l''EPCI.'
        end as fault,
        if(facts.policy = 'CRTE', places.siren_epci, null) as repeated_for
    from staging.official_policy_values as facts
    left join places
        on facts.source_file = places.source_file and facts.source_row = places.source_row
),

counted as (
    select
        *,
        first_value(source_row) over same as first_row,
        row_number() over same as occurrence
    from judged
    window
        same as (
            partition by fault, layout, official_id, repeated_for
            order by source_file, cast(source_row as integer)
        )
)

select
    source_file,
    source_row,
    layout,
    policy,
    official_id,
    official_name,
    other_name,
    carrier,
    epci_role,
    status,
    start_date,
    adopted_date,
    source,
    address,
    as_of,
    if(fault is null, unknown_state, null) as unknown_state,
    if(fault is null, unread_date, null) as unread_date,
    case
        when fault is null and occurrence > 1 then format('Déjà donnée ligne {}.', first_row)
        else fault
    end as reject_reason,
    if(
        starts_with(fault, 'Hors territoire') or starts_with(fault, 'Remplacée'), null, fault
    ) as doubtful_reason
from counted
