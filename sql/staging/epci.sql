-- EPCI ayant des communes dans le département, une ligne par EPCI de la liste officielle
with members as (
    select
        siren_epci,
        any_value(source_file) as source_file,
        arg_min(source_row, try_cast(source_row as integer)) as source_row,
        min(epci_name) as name,
        min(epci_long_name) as long_name,
        min(nature) as nature,
        count(distinct concat_ws(' / ', epci_name, epci_long_name, nature)) as spellings,
        count(*) as official_communes,
        sum(population)::integer as official_population
    from staging.epci_members
    group by siren_epci
),

communes as (
    select
        commune.siren_epci,
        count(*) as communes,
        count(department.code_departement) as department_communes,
        sum(commune.population)::integer as population,
        sum(case when department.code_departement is null then 0 else commune.population end)
        ::integer as department_population
    from staging.communes as commune
    left join staging.department as department
        on commune.code_departement = department.code_departement
    group by commune.siren_epci
)

select
    members.source_file,
    members.source_row,
    members.siren_epci,
    members.name,
    members.long_name,
    members.nature,
    members.spellings,
    members.official_communes,
    members.official_population,
    coalesce(communes.communes, 0)::integer as communes,
    coalesce(communes.department_communes, 0)::integer as department_communes,
    coalesce(communes.population, 0) as population,
    coalesce(communes.department_population, 0) as department_population,
    try_cast(shape.area_m2 as double) as area_m2,
    try_cast(shape.longitude as double) as longitude,
    try_cast(shape.latitude as double) as latitude,
    shape.geometry,
    shape.geometry_department
from members
left join communes on members.siren_epci = communes.siren_epci
left join raw.epci_shapes as shape on members.siren_epci = shape.siren_epci
