-- Provenance de l'état des politiques, une ligne par dispositif d'un EPCI et ligne de fichier.
-- Une politique à laquelle une autre a succédé est dite remplacée : la ligne de l'autre le prouve.
with stated as (
    select
        facts.*,
        policies.successor_policy
    from staging.policies as facts
    inner join reference.policies as policies on facts.policy = policies.policy
),

used as (
    select
        siren_epci,
        policy,
        dispositif_id,
        'fait' as part,
        fact_id
    from stated
    union all
    select
        stated.siren_epci,
        stated.policy,
        stated.dispositif_id,
        'succession' as part,
        successors.fact_id
    from stated
    inner join staging.policies as successors
        on
            stated.siren_epci = successors.siren_epci
            and stated.successor_policy = successors.policy
            and successors.status_state = 'in_force'
    where stated.status_state = 'in_force'
)

select
    used.siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    used.policy,  -- Code de la politique
    used.dispositif_id,  -- Identifiant du dispositif
    used.part,  -- fait (le dispositif lui-même) ou succession (celui qui lui succède)
    facts.source_file,  -- Fichier, relatif au dossier de données
    try_cast(facts.source_row as integer) as source_row,  -- Ligne du fichier
    facts.official_name,  -- Nom officiel du dispositif de cette ligne
    facts.status_label,  -- Statut donné par cette ligne, en toutes lettres
    facts.adopted_date,  -- Label, signature ou adoption (même précision que la source)
    facts.source,  -- Source du fait
    facts.address,  -- Adresse de la source
    confidences.label as confidence_label,  -- Confiance dans le fait, en toutes lettres
    facts.as_of  -- Date de réception du fichier
from used
inner join staging.policies as facts on used.fact_id = facts.fact_id
left join reference.confidences as confidences on facts.confidence = confidences.confidence
