-- Terres d'autres communes entourées par l'extrait, une ligne par ligne de geo/enclaves.csv
select
    source_file,
    source_row,
    communes,
    try_cast(longitude as double) as longitude,
    try_cast(latitude as double) as latitude,
    try_cast(surface_m2 as double) as area_m2,
    case
        when
            try_cast(longitude as double) is null
            or try_cast(latitude as double) is null
            or try_cast(surface_m2 as double) is null
            then 'Longitude, latitude ou surface de l''enclave absente ou illisible.'
        when communes is null
            then 'Communes de l''enclave absentes : une terre à personne n''est pas une enclave.'
    end as reject_reason
from raw.enclaves
