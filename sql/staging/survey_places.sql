-- Commune de chaque réponse, une ligne par ligne de fichier.
-- code_insee est vide quand rien n'est dit ou que rien n'est sûr ; fault dit alors ce qui manque,
-- avec au plus trois propositions.
with lost as (
    select distinct name_key
    from staging.survey_place_hints
    where len(hinted) = 0
),

alike as (
    select
        lost.name_key,
        names.code_insee,
        max(jaro_winkler_similarity(lost.name_key, names.name_key)) as score
    from lost
    cross join staging.commune_names as names
    group by lost.name_key, names.code_insee
),

nearest as (
    select
        name_key,
        list(code_insee order by score desc, code_insee asc) as codes
    from alike
    group by name_key
),

worded as (
    select map(list(code_insee), list(format('{} ({})', name, code_insee))) as wordings
    from staging.communes
),

proposed as (
    select
        hints.*,
        case
            when len(hints.candidates) > 1 then hints.candidates
            when len(hints.hinted) > 0 then hints.hinted
            else coalesce(nearest.codes, [])
        end as proposals,
        worded.wordings
    from staging.survey_place_hints as hints
    left join nearest on hints.name_key = nearest.name_key
    cross join worded
),

said as (
    select
        *,
        array_to_string(list_transform(proposals[:3], lambda c: wordings[c]), ', ') as wording
    from proposed
)

select
    source_file,
    source_row,
    candidates,
    if(len(candidates) = 1, candidates[1], null) as code_insee,
    case
        when given = '' or len(candidates) = 1 then null
        when len(candidates) > 1
            then format('« {} » désigne {} communes, dont {}.', given, len(candidates), wording)
        when by_code is not null or (len(by_postal) > 0 and len(by_name) > 0)
            then format('« {} » désigne des communes différentes : {}.', given, wording)
        when wording = '' then format('Commune « {} » introuvable au COG.', given)
        else format('Commune « {} » introuvable au COG ; proche : {}.', given, wording)
    end as fault
from said
