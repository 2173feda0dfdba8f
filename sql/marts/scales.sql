-- Échelles de réponse, une ligne par échelle et réponse possible
select
    scale,  -- Code de l'échelle
    answer_code,  -- Code de la réponse
    label,  -- Libellé de la réponse
    value,  -- Valeur de 0 à 1 ; vide si la réponse ne se note pas
    position,  -- Ordre de la réponse dans l'échelle
    meaning  -- Ce que la réponse veut dire
from staging.survey_scales
