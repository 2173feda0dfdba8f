-- Communes que chaque réponse peut désigner, une ligne par ligne de fichier.
-- Trois indices, en codes actuels : le code, le code postal, le nom. Sans code postal, le code est
-- essayé comme tel : 26150 est le code postal de Die et le code Insee d'une autre commune.
-- hinted : toutes celles que les indices désignent ; candidates : celles qu'ils désignent ensemble.
with codes as (
    select
        code_insee as given,
        code_insee
    from staging.communes
    union
    select
        former_code as given,
        code_insee
    from staging.commune_passage
    where former_code not in (select communes.code_insee from staging.communes)
),

postal_codes as (
    select
        unnest(postal_codes) as postal_code,
        code_insee
    from staging.communes
),

postal as (
    select
        postal_code,
        list(distinct code_insee order by code_insee) as found
    from postal_codes
    group by postal_code
),

named as (
    select
        name_key,
        list(distinct code_insee order by code_insee) as found
    from staging.commune_names
    group by name_key
),

hints as (
    select
        given.source_file,
        given.source_row,
        given.code_insee as given_code,
        concat_ws(' ', given.code_insee, given.code_postal, given.commune) as given,
        nullif(trim(regexp_replace(names.key, '\b\d{5}\b', '', 'g')), '') as name_key,
        codes.code_insee as by_code,
        coalesce(postal.found, []) as by_postal,
        coalesce(named.found, []) as by_name
    from staging.survey_identities as given
    left join codes on given.code_insee = codes.given
    left join postal on postal.postal_code = coalesce(given.code_postal, given.code_insee)
    left join staging.comparable_names as names on given.commune = names.name
    left join named
        on named.name_key = trim(regexp_replace(names.key, '\b\d{5}\b', '', 'g'))
)

select
    * exclude (given_code),
    case
        when by_code is not null and (len(by_name) = 0 or list_contains(by_name, by_code))
            then [by_code]
        when len(list_intersect(by_postal, by_name)) > 0
            then list_sort(list_intersect(by_postal, by_name))
        when by_code is not null or (given_code is not null and len(by_postal) = 0) then []
        when len(by_postal) > 0 and len(by_name) > 0 then []
        when len(by_postal) > 0 then by_postal
        else by_name
    end as candidates,
    list_sort(list_distinct(
        list_concat(if(by_code is null, [], [by_code]), by_postal, by_name)
    )) as hinted
from hints
