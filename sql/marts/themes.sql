-- Thèmes de la maturité, une ligne par thème
select
    theme,  -- Code du thème
    label,  -- Nom du thème
    family,  -- Famille : réseau national, ou citoyenneté et solidarité
    weight,  -- Poids du thème dans l'ensemble
    position  -- Ordre d'affichage
from staging.survey_themes
