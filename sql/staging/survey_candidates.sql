-- Structures que le nom donné peut désigner, une ligne par réponse et structure ressemblante.
-- Une réponse simulée ne se rapproche que d'une structure de démonstration, une vraie d'une vraie.
-- Certaine : dans la commune dite, seule à porter ce nom ; ou, à la dénomination près (absente
-- d'un côté, ou en partie commune), seule dont le nom contienne tous les mots donnés.
with threshold as (
    select try_cast(value as double) as score
    from reference.parameters
    where name = 'name_match_threshold'
),

compared as (
    select
        given.source_file,
        given.source_row,
        structures.structure_id,
        structures.name,
        structures.code_insee,
        coalesce(places.code_insee = structures.code_insee, false) as is_here,
        names.core = known.core and names.denominations = known.denominations as is_same,
        names.core = known.core and names.core <> '' and (
            len(names.denominations) = 0
            or len(known.denominations) = 0
            or list_has_any(names.denominations, known.denominations)
        ) as is_alike,
        list_has_all(known.words, names.words) as has_words,
        case
            when '' in (names.core, known.core)
                then jaro_winkler_similarity(names.key, known.key)
            else greatest(
                jaro_winkler_similarity(names.core, known.core),
                2.0 * len(list_intersect(names.words, known.words))
                / (len(names.words) + len(known.words))
            )
        end as score
    from staging.survey_identities as given
    inner join staging.survey_places as places
        on given.source_file = places.source_file and given.source_row = places.source_row
    inner join staging.comparable_names as names on given.structure_name = names.name
    inner join staging.structures as structures on given.is_simulated = structures.is_simulated
    inner join staging.comparable_names as known on structures.name = known.name
),

counted as (
    select
        *,
        count(*) filter (is_here and is_same) over answer as same,
        count(*) filter (is_here and (is_alike or has_words)) over answer as alike
    from compared
    window answer as (partition by source_file, source_row)
)

select
    source_file,
    source_row,
    structure_id,
    name,
    code_insee,
    is_here,
    score,
    is_here and (
        (is_same and same = 1) or (is_alike and same = 0 and alike = 1)
    ) as is_certain,
    row_number() over (
        partition by source_file, source_row order by score desc, is_here desc, structure_id asc
    ) as rank
from counted
where score >= (select threshold.score from threshold) or (is_here and (is_same or is_alike))
