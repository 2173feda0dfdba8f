-- Fichiers dont le terme est passé et qui gardent des données personnelles, une ligne par fichier.
select
    source_file,
    source_row,
    try_cast(delete_after as date) as delete_after,
    try_cast(cells as integer) as cells,
    format(
        '{} cellules personnelles à effacer depuis le {} : lancer tecs purge',
        cells,
        strftime(try_cast(delete_after as date), '%d/%m/%Y')
    ) as warning
from raw.survey_expirations
