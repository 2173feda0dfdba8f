-- Dimensions de la maturité et leur méthode de calcul, une ligne par dimension
select
    source_file,
    source_row,
    dimension,
    label_fr as label,
    root,
    normalisation,
    aggregation,
    try_cast(replace(min_coverage, ',', '.') as double) as min_coverage,
    missing,
    try_cast(replace(weight_in_index, ',', '.') as double) as weight_in_index,
    try_cast(position as integer) as position,
    meaning
from reference.index_dimensions
