-- Intercommunalités ayant des communes dans le département, une ligne par EPCI
with named as (
    select
        *,
        regexp_replace(
            long_name,
            '^(Communauté (de communes|d''agglomération|urbaine)|Métropole) ?',
            ''
        ) as complement
    from staging.epci
)

select
    epci.siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    epci.long_name as name,  -- Nom complet de l'EPCI
    case
        when regexp_matches(epci.complement, '^(de la |de l''|des |du |de |d'')')
            then regexp_replace(
                regexp_replace(epci.complement, '^(de la |de l''|des |du |de |d'')', ''),
                ' et (de la |de l''|des |du |de |d'')',
                ' et '
            )
        else coalesce(nullif(epci.complement, ''), epci.long_name)
    end as short_name,  -- Nom court, sans la nature ni l'article
    epci.name as official_name,  -- Nom dans la liste officielle (DGCL)
    epci.nature,  -- Nature juridique : CC, CA, CU ou METRO
    epci.population,  -- Population municipale de tout l'EPCI
    epci.department_population as population_drome,  -- Population municipale de sa partie drômoise
    epci.communes,  -- Nombre de communes de tout l'EPCI
    epci.department_communes as communes_drome,  -- Nombre de communes drômoises
    2 * epci.department_communes
    > epci.communes as mostly_in_drome,  -- Vrai si plus de la moitié des communes sont drômoises
    round(epci.area_m2 / 1e6, 1) as area_km2,  -- Surface des contours simplifiés, en km²
    round(
        epci.population / (epci.area_m2 / 1e6), 1
    ) as density,  -- Densité de population, en habitants par km²
    epci.population > 20000 as pcaet_required,  -- PCAET obligatoire : plus de 20 000 habitants
    epci.longitude,  -- Longitude du point où écrire le nom (degrés, WGS 84)
    epci.latitude,  -- Latitude du point où écrire le nom (degrés, WGS 84)
    epci.geometry,  -- Contour simplifié de tout l'EPCI (GeoJSON, WGS 84)
    epci.geometry_department as geometry_drome,  -- Contour de sa partie drômoise (GeoJSON, WGS 84)
    department.cog_year  -- Année du code officiel géographique
from named as epci
cross join staging.department as department
