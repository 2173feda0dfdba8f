-- Ingrédients qui font la différence et leur mesure, une ligne par ingrédient.
-- De plusieurs questions, la réponse la plus avancée compte.
select
    source_file,
    source_row,
    ingredient,
    label_fr as label,
    string_split(questions, ' ') as questions,
    try_cast(replace(low, ',', '.') as double) as low,
    try_cast(replace(high, ',', '.') as double) as high,
    try_cast(replace(weight, ',', '.') as double) as weight,
    try_cast(position as integer) as position,
    meaning
from reference.index_ingredients
