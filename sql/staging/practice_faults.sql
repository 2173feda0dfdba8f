-- Fautes des pratiques à partager, une ligne par ligne de fichier et par faute.
-- Un thème ou un périmètre inconnu bloque ; une structure absente du répertoire fait un rejet.
with cells as (
    select
        facts.source_file,
        facts.source_row,
        unnest(
            [
                struct_pack(
                    name := 'scope',
                    found := coalesce(facts.scope, ''),
                    expected := 'un code de practice_scopes.csv',
                    is_right := cast(null as boolean)
                ),
                row(
                    'structure_id',
                    coalesce(facts.structure_id, ''),
                    'une structure placée du répertoire',
                    structures.structure_id is not null
                ),
                row('practice_id', '', 'un identifiant', facts.practice_id is not null),
                row('label', '', 'un intitulé', facts.label is not null)
            ],
            recursive := true
        ) as cell
    from raw.practices as facts
    left join staging.structures as structures on facts.structure_id = structures.structure_id
),

themes as (
    select
        source_file,
        source_row,
        'themes' as name,
        trim(unnest(string_split(coalesce(themes, ''), ';'))) as found
    from raw.practices
)

select
    source_file,
    source_row,
    name,
    found,
    expected,
    is_right is null as is_blocking
from cells
where not coalesce(is_right, (name, found) in (select (c.list, c.code) from staging.codes as c))
union all
select
    source_file,
    source_row,
    name,
    found,
    'un code de practice_themes.csv' as expected,
    true as is_blocking
from themes
where (name, found) not in (select (c.list, c.code) from staging.codes as c)
