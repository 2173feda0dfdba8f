-- Composition officielle des EPCI, une ligne par commune membre
select
    source_file,
    source_row,
    siren_epci,
    epci_name,
    epci_long_name,
    nature,
    code_insee,
    name,
    population
from staging.epci_members_lines
where reject_reason is null
