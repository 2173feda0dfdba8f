-- EPCI couverts dans les fichiers officiels, une ligne par ligne de fichier et EPCI.
-- Un PAT énumère des communes : un EPCI y est par les siennes, anciens codes compris.
with cited as (
    select
        source_file,
        source_row,
        unnest(regexp_extract_all(perimeter, '\d{9}')) as siren_epci
    from staging.official_policy_values
    where policy <> 'PAT'
),

listed as (
    select
        source_file,
        source_row,
        unnest(regexp_extract_all(upper(perimeter), '\b(\d{2}|2[AB])\d{3}\b')) as code_insee
    from staging.official_policy_values
    where policy = 'PAT'
),

covered as (
    select
        listed.source_file,
        listed.source_row,
        communes.siren_epci,
        count(distinct communes.code_insee) as communes_covered
    from listed
    left join staging.commune_passage as passage on listed.code_insee = passage.former_code
    inner join staging.communes as communes
        on coalesce(passage.code_insee, listed.code_insee) = communes.code_insee
    group by all
)

select distinct
    cited.source_file,
    cited.source_row,
    epci.siren_epci,
    cast(null as integer) as communes_covered,
    cast(null as integer) as communes_total
from cited
inner join staging.epci as epci on cited.siren_epci = epci.siren_epci
union all
select
    covered.source_file,
    covered.source_row,
    covered.siren_epci,
    covered.communes_covered,
    epci.communes as communes_total
from covered
inner join staging.epci as epci on covered.siren_epci = epci.siren_epci
