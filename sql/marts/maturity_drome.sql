-- Maturité de l'ensemble du territoire, une ligne par vague et thème (« ensemble » pour le tout).
-- Moyenne simple des scores de toutes les structures retenues ; masquée sous le seuil de diffusion.
with threshold as (
    select try_cast(value as integer) as structures
    from reference.parameters
    where name = 'disclosure_threshold'
),

territory as (
    select
        wave,
        theme,
        bool_or(is_simulated) as is_simulated,
        avg(score) as score,
        count(score) as structures,
        count(*) as respondents,
        avg(coverage) as coverage
    from marts.maturity_by_structure
    group by wave, theme
)

select
    territory.wave,  -- Année de la vague d'enquête
    territory.theme,  -- Code du thème, ou « ensemble »
    case
        when territory.structures >= threshold.structures then territory.score
    end as score,  -- Moyenne des structures, de 0 à 100 ; vide si masquée ou sans réponse
    territory.structures::integer as structures,  -- Structures qui ont un score
    territory.respondents::integer as respondents,  -- Structures dont la réponse est retenue
    case
        when territory.structures >= threshold.structures then territory.coverage
    end as coverage,  -- Couverture moyenne des structures (0 à 1)
    territory.structures between 1 and threshold.structures - 1
        as is_masked,  -- Vrai si trop peu de structures ont un score pour le montrer
    territory.is_simulated  -- Vrai si des réponses de la vague sont simulées
from territory
cross join threshold
