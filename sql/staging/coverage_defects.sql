-- Défauts des territoires, une ligne par défaut : trou, recouvrement, commune en moins ou en trop.
-- Le message est dans la colonne qui dit la nature du défaut ; sous 1 m², il est négligeable.
-- Un trou n'est pas un défaut quand c'est une enclave : même surface, à moins de 0,1 degré.
with missing as (
    select
        member.source_file,
        member.source_row,
        'missing_member' as kind,
        format(
            '{} ({}) est membre de « {} » mais n''y est pas dessinée.',
            member.name, member.code_insee, member.epci_name
        ) as message
    from staging.epci_members as member
    anti join staging.communes as commune
        on
            member.code_insee = commune.code_insee
            and member.siren_epci = commune.siren_epci
),

extra as (
    select
        commune.source_file,
        commune.source_row,
        'extra_member' as kind,
        format(
            '{} ({}) est dessinée dans l''EPCI {}, qui ne la compte pas parmi ses membres.',
            commune.name, commune.code_insee, commune.siren_epci
        ) as message
    from staging.communes as commune
    anti join staging.epci_members as member
        on
            commune.code_insee = member.code_insee
            and commune.siren_epci = member.siren_epci
),

drawn as (
    select
        defect.source_file,
        defect.source_row,
        defect.kind,
        try_cast(defect.area_m2 as double) as area_m2,
        try_cast(defect.longitude as double) as longitude,
        try_cast(defect.latitude as double) as latitude,
        defect.message
    from raw.coverage_defects as defect
    anti join staging.enclaves_lines as enclave
        on
            defect.kind = 'hole'
            and enclave.reject_reason is null
            and abs(enclave.area_m2 - try_cast(defect.area_m2 as double)) < 1
            and abs(enclave.longitude - try_cast(defect.longitude as double)) < 0.1
            and abs(enclave.latitude - try_cast(defect.latitude as double)) < 0.1
),

defects as (
    from drawn
    union all by name
    from missing
    union all by name
    from extra
)

select
    *,
    case when kind = 'hole' and area_m2 >= 1 then message end as hole,
    case when kind = 'overlap' and area_m2 >= 1 then message end as overlap,
    case when area_m2 < 1 then message end as negligible,
    case when kind = 'missing_member' then message end as missing_member,
    case when kind = 'extra_member' then message end as extra_member
from defects
