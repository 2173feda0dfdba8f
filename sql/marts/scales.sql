-- Échelles de réponse, une ligne par échelle et réponse possible
select
    scale,  -- Code de l'échelle
    answer_code,  -- Code de la réponse
    label_fr as label,  -- Libellé de la réponse
    try_cast(value as double) as value,  -- Valeur de 0 à 1 ; vide si la réponse ne se note pas
    try_cast(position as integer) as position,  -- Ordre de la réponse dans l'échelle
    meaning  -- Ce que la réponse veut dire
from reference.survey_scales
order by scale, position
