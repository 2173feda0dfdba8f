-- Réglages de la méthode, une ligne par réglage
select
    name,  -- Nom du réglage
    try_cast(value as double) as value,  -- Sa valeur
    unit,  -- Son unité
    meaning  -- Ce qu'il règle
from reference.parameters
