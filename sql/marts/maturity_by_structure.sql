-- Maturité par structure, une ligne par structure, vague et thème (« ensemble » pour le tout).
-- Score d'un thème : moyenne des réponses données, pondérée par question, de 0 à 100.
-- Score d'ensemble : moyenne des thèmes qui ont un score, pondérée par thème.
-- Couverture : poids répondu sur poids demandé, hors « non concerné ».
-- « Ne sait pas » est une réponse manquante, jamais un zéro.
with themes as (
    select
        answers.structure_id,
        answers.siren_epci,
        answers.wave,
        answers.theme,
        answers.is_simulated,
        any_value(themes.weight) as theme_weight,
        sum(answers.weight * answers.value) as points,
        sum(answers.weight) filter (answers.value is not null) as answered,
        sum(answers.weight)
        filter (answers.state not in ('not_applicable', 'not_asked')) as expected,
        count(answers.value) as items_answered,
        count(*) filter (answers.state <> 'not_asked') as items_asked
    from staging.survey_answers as answers
    inner join staging.survey_themes as themes on answers.theme = themes.theme
    where answers.kind = 'scale'
    group by all
),

scores as (
    select
        * exclude (theme_weight, points, answered, expected),
        100 * points / answered as score,
        coalesce(answered, 0) / expected as coverage
    from themes
    union all by name
    select
        structure_id,
        siren_epci,
        wave,
        'ensemble' as theme,
        is_simulated,
        100 * sum(theme_weight * points / answered)
        / sum(theme_weight) filter (answered > 0) as score,
        sum(items_answered) as items_answered,
        sum(items_asked) as items_asked,
        coalesce(sum(answered), 0) / sum(expected) as coverage
    from themes
    group by all
)

select
    scores.structure_id,  -- Identifiant de la structure
    structures.name as structure_name,  -- Nom de la structure
    scores.siren_epci,  -- Code SIREN de l'EPCI de la structure
    scores.wave,  -- Année de la vague d'enquête
    scores.theme,  -- Code du thème, ou « ensemble »
    scores.score,  -- Score de 0 à 100 ; vide si aucune réponse ne se note
    scores.items_answered::integer as items_answered,  -- Nombre de réponses notées
    scores.items_asked::integer as items_asked,  -- Nombre de questions posées
    scores.coverage,  -- Part du poids demandé qui a une réponse notée (0 à 1)
    scores.is_simulated  -- Vrai si les réponses sont simulées
from scores
inner join staging.structures as structures on scores.structure_id = structures.structure_id
