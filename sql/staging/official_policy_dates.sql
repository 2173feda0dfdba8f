-- Dates des lignes des fichiers officiels, une ligne par ligne de fichier.
-- Une date illisible, ou qui n'est pas entre 1990 et l'arrêt des données, est inconnue : la ligne
-- reste. is_superseded : le même fichier officiel, arrêté plus tard, a été reçu depuis.
with files as (
    select
        files.source_file,
        files.layout,
        files.stated_on,
        (files.stated_on, files.received_on)
        < max((files.stated_on, files.received_on))
            over (partition by files.layout) as is_superseded
    from staging.source_files as files
    where files.source = 'policies' and files.layout is not null
),

received as (
    select
        facts.source_file,
        facts.source_row,
        files.layout,
        files.stated_on,
        files.is_superseded,
        [facts.date_lancement, facts.date_signature] as written
    from raw.official_policies as facts
    inner join files on facts.source_file = files.source_file
),

parsed as (
    select
        *,
        list_transform(written, lambda d: struct_pack(
            written := d,
            day := cast(try_strptime(
                left(d, 10), ['%d/%m/%Y', '%d-%m-%Y', '%Y-%m-%d', '%Y/%m/%d']
            ) as date),
            year := regexp_extract(d, '^(199|20\d)\d$')
        )) as found
    from received
),

judged as (
    select
        *,
        list_transform(found, lambda d: struct_pack(
            written := d['written'],
            known := case
                when d['day'] between date '1990-01-01' and stated_on
                    then strftime(d['day'], '%Y-%m-%d')
                when d['year'] between '1990' and strftime(stated_on, '%Y') then d['year']
            end
        )) as dates
    from parsed
)

select
    source_file,
    source_row,
    layout,
    stated_on,
    is_superseded,
    dates[1]['known'] as start_date,
    dates[2]['known'] as adopted_date,
    list_filter(
        dates, lambda d: d['written'] is not null and d['known'] is null
    )[1]['written'] as unread_date
from judged
