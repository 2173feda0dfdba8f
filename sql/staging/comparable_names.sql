-- Noms sous une forme comparable, une ligne par nom lu (structure, commune donnée, décision).
-- key : ni casse, ni accents, ni ponctuation, « St » vaut « Saint », « M.J.C. » vaut « MJC ».
-- core : key sans dénominations ni mots vides (name_words.csv) ; words : ses mots.
-- denominations : codes des dénominations ôtées.
with read as (
    select name from staging.structures
    union
    select answer as name
    from staging.survey_responses
    where question_code in ('structure_name', 'commune')
    union
    select unnest([name, commune]) as name from reference.survey_matches
),

keyed as (
    select
        name,
        trim(regexp_replace(
            regexp_replace(
                regexp_replace(
                    replace(lower(strip_accents(name)), 'œ', 'oe'), '\b([a-z])\.', '\1', 'g'
                ),
                '[^a-z0-9]+',
                ' ',
                'g'
            ),
            '\bst(e?)\b',
            'saint\1',
            'g'
        )) as key
    from read
    where name is not null
),

known as (
    select
        -- the longest wording first: « centre social et culturel » before « centre social »
        format(
            '\b({})\b', string_agg(wording, '|' order by length(wording) desc, wording)
        ) as pattern,
        map(list(wording order by wording), list(denomination order by wording)) as codes
    from reference.name_words
),

split as (
    select
        keyed.name,
        keyed.key,
        trim(regexp_replace(
            regexp_replace(keyed.key, known.pattern, ' ', 'g'), ' +', ' ', 'g'
        )) as core,
        regexp_extract_all(keyed.key, known.pattern) as found,
        known.codes
    from keyed
    cross join known
)

select
    name,
    key,
    core,
    string_split(core, ' ') as words,
    list_sort(list_distinct(list_transform(found, lambda word: codes[word]))) as denominations
from split
