-- Réponses reçues, une ligne par ligne de fichier, avec le motif de rejet.
-- De plusieurs réponses recevables d'une structure à une vague, la dernière envoyée vaut ; avec
-- several_answers = "merge" (source.toml de celle-ci), les autres comblent ses vides.
-- answer_rank : 1 pour la réponse qui vaut, puis 2, 3… de la plus récente à la plus ancienne.
with ranked as (
    select
        *,
        row_number() over answers as answer_rank,
        first_value(several_answers) over answers as rule
    from staging.survey_faults
    window
        answers as (
            partition by wave, structure_id, fault
            order by submitted_at desc nulls last, try_cast(source_row as integer) desc
        )
)

select
    * exclude (fault, rule, several_answers, answer_rank),
    if(fault is null, answer_rank, null) as answer_rank,
    fault is null and (answer_rank = 1 or rule = 'merge') as contributes,
    coalesce(
        fault,
        case
            when answer_rank > 1 and rule = 'merge'
                then 'Fondue dans une réponse plus récente, dont elle comble les vides.'
            when answer_rank > 1
                then 'Remplacée par une réponse plus récente de la même structure.'
        end
    ) as reject_reason
from ranked
