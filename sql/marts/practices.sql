-- Pratiques à partager, une ligne par pratique
with themed as (
    select
        spread.practice_id,
        list(spread.theme order by spread.position) as themes,
        list(coalesce(themes.label, spread.own_label) order by spread.position) as theme_labels
    from staging.practice_themes as spread
    left join marts.themes as themes on spread.theme = themes.theme
    group by spread.practice_id
),

helped as (
    select
        named.practice_id,
        list(named.ingredient order by ingredients.position) as ingredients,
        list(ingredients.label order by ingredients.position) as ingredient_labels
    from staging.practice_ingredients as named
    inner join marts.ingredients as ingredients on named.ingredient = ingredients.ingredient
    group by named.practice_id
)

select
    facts.practice_id,  -- Identifiant de la pratique
    facts.structure_id,  -- Structure qui la partage
    structures.name as structure_name,  -- Nom de la structure
    structures.code_insee,  -- Commune de la structure (code)
    structures.commune,  -- Commune de la structure (nom)
    structures.siren_epci,  -- EPCI de la structure (code SIREN)
    structures.longitude,  -- Longitude de la mairie (degrés, WGS 84)
    structures.latitude,  -- Latitude de la mairie (degrés, WGS 84)
    facts.label,  -- Intitulé de la pratique
    themed.themes[1] as main_theme,  -- Thème principal (code)
    themed.theme_labels[1] as main_theme_label,  -- Thème principal, en toutes lettres
    themed.themes,  -- Tous les thèmes, le principal d'abord (codes)
    themed.theme_labels,  -- Tous les thèmes, en toutes lettres
    coalesce(helped.ingredients, []) as ingredients,  -- Ingrédients nommés (codes) ; vide : non dit
    coalesce(helped.ingredient_labels, [])
        as ingredient_labels,  -- Ingrédients que nomme l'intitulé, en toutes lettres
    facts.scope,  -- Périmètre : interne, externe ou transverse
    scopes.label as scope_label,  -- Périmètre, en toutes lettres
    facts.source,  -- Source de la pratique
    facts.source_date,  -- Date de la source (AAAA, AAAA-MM ou AAAA-MM-JJ)
    facts.note  -- Réserve à lire avec la pratique
from staging.practices as facts
inner join marts.structures as structures on facts.structure_id = structures.structure_id
inner join themed on facts.practice_id = themed.practice_id
left join helped on facts.practice_id = helped.practice_id
left join reference.practice_scopes as scopes on facts.scope = scopes.scope
