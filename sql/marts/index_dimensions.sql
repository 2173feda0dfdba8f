-- Dimensions de la maturité, une ligne par dimension
select
    dimension,  -- Code de la dimension
    label,  -- Nom de la dimension
    root,  -- Code sous lequel son résultat est publié dans les tables de maturité (colonne theme)
    normalisation,  -- Mise à la même échelle : goalposts (bornes fixées)
    aggregation,  -- Façon de réunir : arithmetic (moyenne pondérée)
    min_coverage,  -- Part du poids qui doit avoir une réponse pour un résultat (0 à 1)
    missing,  -- Réponse manquante : skip (son poids va aux autres réponses)
    weight_in_index,  -- Poids dans l'indice ; vide : montrée à côté, jamais ajoutée
    position,  -- Ordre d'affichage
    meaning  -- Ce qu'elle veut dire
from staging.index_dimensions
