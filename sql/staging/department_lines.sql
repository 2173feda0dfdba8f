-- Département de l'extrait tel que lu, une ligne par ligne de geo/departement.csv
select
    source_file,
    source_row,
    code_departement,
    nom as name,
    try_cast(annee_cog as integer) as cog_year,
    case
        when nom is null or code_departement is null
            then 'Code ou nom du département absent.'
        when try_cast(annee_cog as integer) is null
            then format(
                'Année du code officiel géographique « {} » : quatre chiffres attendus.',
                coalesce(annee_cog, 'vide')
            )
    end as reject_reason
from raw.department
