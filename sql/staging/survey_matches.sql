-- Rapprochements tranchés à la main, une ligne par ligne de survey_matches.csv.
-- fault dit ce qui la rend inutilisable ; elle ne compte alors pour aucune réponse.
with settled as (
    select
        *,
        coalesce(lower(strip_accents(structure_id)) = 'hors champ', false) as is_out_of_scope
    from reference.survey_matches
)

select
    settled.source_file,
    settled.source_row,
    settled.name,
    settled.commune,
    names.key as name_key,
    coalesce(communes.key, '') as commune_key,
    if(settled.is_out_of_scope, null, upper(settled.structure_id)) as structure_id,
    settled.is_out_of_scope,
    case
        when coalesce(names.key, '') = '' then 'le nom donné par la réponse manque'
        when settled.structure_id is null
            then 'la décision manque : un identifiant du registre, ou « hors champ »'
        when not settled.is_out_of_scope and structures.structure_id is null
            then format('structure « {} » absente du registre', settled.structure_id)
        when count(*) over (partition by names.key, communes.key) > 1
            then 'deux décisions pour un même nom et une même commune'
    end as fault
from settled
left join staging.comparable_names as names on settled.name = names.name
left join staging.comparable_names as communes on settled.commune = communes.name
left join staging.structures as structures
    on upper(settled.structure_id) = structures.structure_id
