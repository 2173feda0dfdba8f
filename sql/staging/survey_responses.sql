-- Cases de réponse utiles, une ligne par réponse reçue et question (et option d'un choix multiple).
-- Les coordonnées et les textes libres s'arrêtent ici : ils n'entrent dans aucune table.
select
    cells.source_file,
    cells.source_row,
    files.wave,
    questions.question_code,
    questions.kind,
    cells.value as answer,
    case questions.kind
        when 'multiple' then coalesce(columns.answer_code, ticks.answer_code)
        when 'number' then null
        else labels.answer_code
    end as answer_code,
    ticks.answer_code is not null
    or list_contains(string_split(columns.ticked, '|'), cells.value) as is_ticked,
    coalesce(list_contains(string_split(columns.not_asked, '|'), cells.value), false)
        as is_not_asked
from raw.survey_cells as cells
inner join raw.survey_columns as columns
    on cells.source_file = columns.source_file and cells.column_number = columns.column_number
inner join staging.source_files as files on cells.source_file = files.source_file
inner join staging.survey_questions as questions
    on columns.question_code = questions.question_code and files.wave = questions.wave
left join raw.survey_ticks as ticks
    on
        cells.source_file = ticks.source_file
        and cells.source_row = ticks.source_row
        and cells.column_number = ticks.column_number
left join staging.survey_labels as labels
    on
        questions.scale = labels.scale
        and questions.wave = labels.wave
        and lower(cells.value) = labels.label
where questions.kind not in ('personal', 'text') and cells.value is not null
