-- Réponses qui semblent des essais et que personne n'a tranchées, une ligne par ligne de fichier.
-- Un mot de test_words.csv, entier, dans ce qui dit qui répond. Le texte, parfois personnel, ne
-- sort pas d'ici : seul le mot reconnu en sort.
with pattern as (
    select format('\b({})\b', string_agg(lower(word), '|' order by word)) as words
    from reference.test_words
),

found as (
    select
        cells.source_file,
        cells.source_row,
        min(regexp_extract(lower(strip_accents(cells.value)), pattern.words)) as word
    from raw.survey_cells as cells
    inner join raw.survey_columns as columns
        on
            cells.source_file = columns.source_file
            and cells.column_number = columns.column_number
    inner join reference.survey_questions as questions
        on columns.question_code = questions.question_code
    cross join pattern
    where
        questions.kind in ('identity', 'personal')
        and regexp_matches(lower(strip_accents(cells.value)), pattern.words)
    group by cells.source_file, cells.source_row
)

select
    found.source_file,
    found.source_row,
    found.word,
    format(
        'essai probable (« {} ») : écrire reject_rows = [{}] dans {} pour écarter la ligne, '
        || 'keep_rows = [{}] pour la garder',
        found.word,
        found.source_row,
        regexp_replace(found.source_file, '[^/]+$', 'source.toml'),
        found.source_row
    ) as warning
from found
inner join staging.survey_respondent_lines as lines
    on found.source_file = lines.source_file and found.source_row = lines.source_row
left join raw.survey_decisions as decisions
    on found.source_file = decisions.source_file and found.source_row = decisions.source_row
where lines.reject_reason is null and decisions.decision is null
