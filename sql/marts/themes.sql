-- Thèmes de la maturité, une ligne par thème
select
    theme,  -- Code du thème
    label_fr as label,  -- Nom du thème
    family,  -- Famille : réseau national, ou citoyenneté et solidarité
    try_cast(weight as double) as weight,  -- Poids du thème dans l'ensemble
    try_cast(position as integer) as position  -- Ordre d'affichage
from reference.survey_themes
order by position
