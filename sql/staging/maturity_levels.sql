-- Niveaux de maturité, une ligne par niveau
select
    source_file,
    source_row,
    level,
    label_fr as label,
    try_cast(replace(low, ',', '.') as double) as low,
    try_cast(position as integer) as position,
    meaning
from reference.maturity_levels
