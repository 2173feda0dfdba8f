-- Désaccords entre sources sur les politiques, une ligne par EPCI, dispositif et point.
-- Le point « dispositif » est un rapprochement à faire : un fichier officiel donne un dispositif
-- qui n'est reconnu parmi aucun de ceux, tenus à la main, du même EPCI et de la même politique.
with points as (
    select
        fact_id,
        official_wins,
        unnest(differences) as point
    from staging.policy_pairs
),

unpaired as (
    select facts.*
    from staging.policy_facts as facts
    anti join staging.policy_pairs as pairs on facts.fact_id = pairs.fact_id
    where facts.dispositif_id is not null
),

told as (
    select
        facts.*,
        points.point['field'] as field,
        points.point['field_label'] as field_label,
        points.point['hand'] as hand,
        kept.source as hand_source,
        kept.as_of as hand_as_of,
        points.point['official'] as official,
        if(points.official_wins, 'official', 'hand') as retained
    from points
    inner join staging.policy_facts as facts on points.fact_id = facts.fact_id and facts.is_official
    inner join
        staging.policy_facts as kept
        on points.fact_id = kept.fact_id and not kept.is_official
    union all by name
    select
        facts.*,
        'dispositif' as field,
        'Dispositif à rapprocher' as field_label,
        string_agg(distinct kept.official_name, ' ; ' order by kept.official_name) as hand,
        string_agg(distinct kept.source, ' ; ' order by kept.source) as hand_source,
        max(kept.as_of) as hand_as_of,
        facts.official_name as official,
        'both' as retained
    from unpaired as facts
    inner join unpaired as kept
        on facts.siren_epci = kept.siren_epci and facts.policy = kept.policy
    where facts.is_official and not facts.is_matched and not kept.is_official
    group by all
)

select
    told.siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    told.policy,  -- Code de la politique
    policies.label as policy_label,  -- Nom court de la politique
    told.dispositif_id,  -- Identifiant du dispositif
    told.official_name,  -- Nom du dispositif dans le fichier officiel
    told.field,  -- Point de désaccord (code)
    told.field_label,  -- Point de désaccord, en toutes lettres
    told.hand,  -- Ce que dit le fichier tenu à la main
    told.hand_source,  -- Source citée par le fichier tenu à la main
    told.hand_as_of,  -- Date d'arrêt du fichier tenu à la main
    told.official,  -- Ce que dit le fichier officiel
    told.source as official_source,  -- Fichier officiel : titre et date d'arrêt
    told.as_of as official_as_of,  -- Date d'arrêt du fichier officiel
    told.source_file,  -- Fichier officiel reçu, relatif au dossier de données
    told.source_row,  -- Ligne du fichier officiel
    told.retained  -- Ce qui est retenu : hand (à la main), official (officiel) ou both (les deux)
from told
inner join reference.policies as policies on told.policy = policies.policy
