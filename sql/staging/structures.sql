-- Structures retenues et leur commune actuelle, une ligne par structure
select
    facts.source_file,
    facts.source_row,
    facts.structure_id,
    facts.name,
    facts.siret,
    facts.denomination,
    facts.approval,
    facts.approval_date,
    facts.code_insee,
    communes.siren_epci,
    communes.code_departement,
    facts.location_confidence,
    facts.source,
    facts.source_date,
    facts.note,
    facts.is_simulated,
    starts_with(facts.structure_id, 'DEMO-') <> facts.is_simulated as hides_its_nature
from staging.structure_lines as facts
inner join staging.communes as communes on facts.code_insee = communes.code_insee
where facts.reject_reason is null
