-- Réponses reçues, une ligne par ligne de fichier, avec le motif de rejet.
-- De plusieurs réponses recevables d'une structure à une vague, la dernière envoyée vaut.
select
    * exclude (fault),
    coalesce(
        fault,
        case
            when
                row_number() over (
                    partition by wave, structure_id, fault
                    order by submitted_at desc nulls last, try_cast(source_row as integer) desc
                ) > 1
                then 'Remplacée par une réponse plus récente de la même structure.'
        end
    ) as reject_reason
from staging.survey_faults
