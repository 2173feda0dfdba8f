-- Maturité par EPCI, une ligne par EPCI, vague et thème (« ensemble » pour le tout).
-- Moyenne simple des scores des structures ; masquée sous le seuil de diffusion.
with threshold as (
    select try_cast(value as integer) as structures
    from reference.parameters
    where name = 'disclosure_threshold'
),

themes as (
    select
        wave,
        theme,
        bool_or(is_simulated) as is_simulated
    from marts.maturity_by_structure
    group by wave, theme
),

territories as (
    select
        epci.siren_epci,
        themes.wave,
        themes.theme,
        themes.is_simulated,
        avg(scores.score) as score,
        count(scores.score) as structures,
        count(scores.structure_id) as respondents,
        avg(scores.coverage) as coverage
    from staging.epci as epci
    cross join themes
    left join marts.maturity_by_structure as scores
        on
            epci.siren_epci = scores.siren_epci
            and themes.wave = scores.wave
            and themes.theme = scores.theme
    group by all
)

select
    territories.siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    territories.wave,  -- Année de la vague d'enquête
    territories.theme,  -- Code du thème, ou « ensemble »
    case
        when territories.structures >= threshold.structures then territories.score
    end as score,  -- Moyenne des structures, de 0 à 100 ; vide si masquée ou sans réponse
    territories.structures::integer as structures,  -- Structures qui ont un score
    territories.respondents::integer as respondents,  -- Structures dont la réponse est retenue
    case
        when territories.structures >= threshold.structures then territories.coverage
    end as coverage,  -- Couverture moyenne des structures (0 à 1)
    territories.structures between 1 and threshold.structures - 1
        as is_masked,  -- Vrai si trop peu de structures ont un score pour le montrer
    territories.is_simulated  -- Vrai si des réponses de la vague sont simulées
from territories
cross join threshold
