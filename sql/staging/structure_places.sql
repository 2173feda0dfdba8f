-- Commune actuelle de chaque structure lue, une ligne par ligne de fichier.
-- Le code passe par la table de passage ; le nom, s'il est donné, doit désigner la même commune.
-- name, found, expected : ce qui empêche de placer la structure, vides quand elle est placée.
with named as (
    select
        name_key,
        list(code_insee) as codes,
        string_agg(format('{} ({})', name, code_insee), ' ou ' order by code_insee) as wording
    from staging.commune_names
    group by name_key
),

found as (
    select
        facts.source_file,
        facts.source_row,
        facts.commune,
        facts.code_insee as given_code,
        coalesce(named.codes, []) as codes,
        named.wording,
        coalesce(
            communes.code_insee,
            passage.code_insee,
            if(facts.code_insee is null and len(named.codes) = 1, named.codes[1], null)
        ) as code_insee
    from raw.structures as facts
    left join staging.communes as communes on facts.code_insee = communes.code_insee
    left join staging.commune_passage as passage on facts.code_insee = passage.former_code
    left join named
        on
            named.name_key = trim(regexp_replace(regexp_replace(
                replace(lower(strip_accents(facts.commune)), 'œ', 'oe'), '[^a-z0-9]+', ' ', 'g'
            ), '\bst(e?)\b', 'saint\1', 'g'))
),

judged as (
    select
        *,
        case
            when not regexp_full_match(given_code, '(\d{2}|2[AB])\d{3}')
                then ['code_insee', given_code, 'un code Insee de 5 caractères']
            when given_code is not null and code_insee is null
                then ['code_insee', given_code, 'une commune des EPCI couverts']
            when given_code is null and commune is null
                then ['commune', '', 'un nom de commune ou un code']
            when commune is not null and len(codes) = 0
                then ['commune', commune, 'le nom d''une commune des EPCI couverts']
            when given_code is null and len(codes) > 1
                then ['commune', commune, 'un code, car ce nom désigne ' || wording]
            when commune is not null and not list_contains(codes, code_insee)
                then ['commune', commune || ' / ' || given_code, 'un code pour ' || wording]
        end as fault
    from found
)

select
    source_file,
    source_row,
    if(fault is null, code_insee, null) as code_insee,
    fault[1] as name,
    fault[2] as found,
    fault[3] as expected,
    coalesce(not regexp_full_match(given_code, '(\d{2}|2[AB])\d{3}'), false) as is_blocking
from judged
