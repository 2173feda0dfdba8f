-- Rapprochements douteux à trancher, une ligne par réponse écartée pour cela.
-- Le gestionnaire recopie nom et commune dans sql/reference/survey_matches.csv, avec sa décision.
select
    given.source_file,
    given.source_row,
    given.wave,
    given.structure_name as given_name,
    given.commune as given_commune,
    best.structure_id as proposed_structure_id,
    best.name as proposed_name,
    round(best.score, 2) as score,
    given.is_simulated
from staging.survey_identities as given
inner join staging.survey_structures as found
    on given.source_file = found.source_file and given.source_row = found.source_row
inner join staging.survey_respondent_lines as lines
    on given.source_file = lines.source_file and given.source_row = lines.source_row
inner join staging.survey_candidates as best
    on given.source_file = best.source_file and given.source_row = best.source_row
where best.rank = 1 and found.is_doubtful and lines.reject_reason = found.fault
