-- Réponses retenues, une ligne par structure et vague.
-- Une caractéristique que la réponse tait vient de celle, plus ancienne, qui y est fondue.
with profiles as (
    select
        structure_id,
        wave,
        arg_min(denomination, answer_rank) as denomination,
        arg_min(approval, answer_rank) as approval,
        arg_min(size_tier, answer_rank) as size_tier
    from staging.survey_respondent_lines
    where contributes
    group by structure_id, wave
)

select
    lines.source_file,
    lines.source_row,
    lines.respondent_key,
    lines.structure_id,
    lines.matched_by,
    lines.wave,
    lines.code_insee,
    lines.answered_code_insee,
    lines.siren_epci,
    profiles.denomination,
    profiles.approval,
    profiles.size_tier,
    lines.submitted_at,
    lines.is_simulated,
    lines.structure_is_simulated
from staging.survey_respondent_lines as lines
inner join profiles
    on lines.structure_id = profiles.structure_id and lines.wave = profiles.wave
where lines.reject_reason is null
