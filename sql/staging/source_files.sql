-- Fichiers reçus et ce que leur source.toml en dit, une ligne par fichier.
select
    source_file,
    source_row,
    source,
    title,
    producer,
    licence,
    address,
    attribution,
    note,
    vintage,
    tool,
    layout,
    sha256,
    try_cast(received_on as date) as received_on,
    try_cast(coalesce(stated_on, received_on) as date) as stated_on,
    try_cast(renew_by as date) as renew_by,
    try_cast(wave as integer) as wave,
    try_cast(delete_after as date) as delete_after,
    several_answers,
    personal_data = 'True' as personal_data,
    simulated = 'True' as is_simulated
from raw.source_files
