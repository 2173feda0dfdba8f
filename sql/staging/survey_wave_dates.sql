-- Date de chaque vague, une ligne par vague.
-- La date médiane d'envoi des réponses retenues ; sans date d'envoi, le 30 juin de l'année.
select
    wave,
    coalesce(
        quantile_disc(cast(submitted_at as date), 0.5), make_date(wave, 6, 30)
    ) as wave_date,
    count(submitted_at) = 0 as is_assumed
from staging.survey_respondents
group by wave
