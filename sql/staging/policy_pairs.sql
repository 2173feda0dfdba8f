-- Faits donnés par un fichier officiel et par celui tenu à la main, une ligne par fait.
-- Un silence, un état inconnu, une date moins précise ne contredisent rien. L'emporte celui dont
-- l'état est connu, puis, s'ils se contredisent, le plus récent, l'officiel à date égale ; s'ils
-- concordent, celui tenu à la main, plus détaillé. « couvert » est le moins qu'un fichier dise.
with compared as (
    select
        kept.fact_id,
        kept.as_of as hand_as_of,
        official.as_of as official_as_of,
        kept.status_state as hand_state,
        official.status_state as official_state,
        [
            struct_pack(
                field := 'status',
                field_label := 'Statut',
                hand := kept.status_label,
                official := official.status_label,
                differs := kept.status_state <> official.status_state
                and 'unknown' not in (kept.status_state, official.status_state)
            ),
            row(
                'start_date',
                'Début',
                kept.start_date,
                official.start_date,
                not starts_with(kept.start_date, official.start_date)
                and not starts_with(official.start_date, kept.start_date)
            ),
            row(
                'adopted_date',
                'Label, signature ou adoption',
                kept.adopted_date,
                official.adopted_date,
                not starts_with(kept.adopted_date, official.adopted_date)
                and not starts_with(official.adopted_date, kept.adopted_date)
            ),
            row(
                'epci_role',
                'Rôle de l''EPCI',
                kept.role_label,
                official.role_label,
                kept.epci_role <> official.epci_role and official.epci_role <> 'couvert'
            ),
            row(
                'communes_covered',
                'Communes couvertes',
                format('{} sur {}', kept.communes_covered, kept.communes_total),
                format('{} sur {}', official.communes_covered, official.communes_total),
                kept.communes_covered <> official.communes_covered
            )
        ] as fields
    from staging.policy_facts as kept
    inner join staging.policy_facts as official on kept.fact_id = official.fact_id
    where not kept.is_official and official.is_official
),

differing as (
    select
        *,
        list_filter(fields, lambda f: coalesce(f['differs'], false)) as differences
    from compared
)

select
    fact_id,
    differences,
    case
        when hand_state = 'unknown' or official_state = 'unknown' then official_state <> 'unknown'
        when len(differences) = 0 then false
        else official_as_of >= hand_as_of
    end as official_wins
from differing
