-- Thèmes des pratiques, une ligne par pratique et thème ; rang 1 : le thème principal.
-- Un thème de pratique mène à un thème de l'enquête, ou garde son nom quand aucun ne convient.
with spread as (
    select
        practice_id,
        unnest(themes) as practice_theme,
        unnest(range(1, len(themes) + 1)) as position
    from staging.practices
)

select
    spread.practice_id,
    coalesce(themes.theme, themes.practice_theme) as theme,
    themes.own_label,
    min(spread.position) as position
from spread
inner join reference.practice_themes as themes on spread.practice_theme = themes.practice_theme
group by all
