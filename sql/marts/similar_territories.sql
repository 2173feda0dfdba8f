-- Territoires qui se ressemblent, une ligne par EPCI et EPCI semblable (les trois plus proches).
-- Proches par la population, la densité et le nombre de structures : chaque mesure est centrée et
-- réduite sur l'ensemble des EPCI (les deux premières en logarithme), la distance est euclidienne.
with registry as (
    select
        siren_epci,
        count(*) as structures
    from marts.structures
    where not is_simulated
    group by siren_epci
),

measures as (
    select
        territories.siren_epci,
        territories.name,
        territories.population,
        territories.density,
        coalesce(registry.structures, 0)::integer as structures,
        ln(territories.population) as people,
        ln(territories.density) as closeness
    from marts.territories as territories
    left join registry on territories.siren_epci = registry.siren_epci
    where territories.population > 0 and territories.density > 0
),

spread as (
    select
        stddev_pop(people) as people,
        stddev_pop(closeness) as closeness,
        stddev_pop(structures) as structures
    from measures
),

-- a measure that is the same everywhere brings nobody closer: its term is left out
pairs as (
    select
        here.siren_epci,
        there.siren_epci as similar_siren_epci,
        there.name as similar_name,
        here.population,
        there.population as similar_population,
        here.density,
        there.density as similar_density,
        here.structures,
        there.structures as similar_structures,
        round(sqrt(
            coalesce(((here.people - there.people) / nullif(spread.people, 0)) ^ 2, 0)
            + coalesce(((here.closeness - there.closeness) / nullif(spread.closeness, 0)) ^ 2, 0)
            + coalesce(((here.structures - there.structures) / nullif(spread.structures, 0)) ^ 2, 0)
        ), 6) as distance
    from measures as here
    inner join measures as there on here.siren_epci != there.siren_epci
    cross join spread
)

select
    siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    row_number() over (
        partition by siren_epci
        order by distance, similar_siren_epci
    )::integer as position,  -- Rang : 1 pour le plus semblable
    similar_siren_epci,  -- Code SIREN de l'EPCI semblable
    similar_name,  -- Nom complet de l'EPCI semblable
    distance,  -- Distance entre les deux, en écarts types ; 0 s'ils sont pareils
    population,  -- Population municipale de l'EPCI
    similar_population,  -- Population municipale de l'EPCI semblable
    density,  -- Densité de l'EPCI, en habitants par km²
    similar_density,  -- Densité de l'EPCI semblable, en habitants par km²
    structures,  -- Structures de l'EPCI au registre, qui est partiel
    similar_structures  -- Structures de l'EPCI semblable au registre, qui est partiel
from pairs
qualify position <= 3
