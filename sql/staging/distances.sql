-- Distances à vol d'oiseau, une ligne par lieu de départ et commune où il y a une structure.
-- Départ : un EPCI (le point où écrire son nom) ou une commune où il y a une structure (sa mairie).
-- Formule du demi-sinus verse (haversine), rayon moyen de la Terre selon l'UGGI : 6 371,0088 km.
with arrivals as (
    select
        code_insee,
        siren_epci,
        longitude,
        latitude
    from staging.communes
    where code_insee in (select structures.code_insee from staging.structures as structures)
),

departures as (
    select
        code_insee as place,
        siren_epci,
        longitude,
        latitude
    from arrivals
    union all
    select
        siren_epci as place,
        siren_epci,
        longitude,
        latitude
    from staging.epci
)

select
    departures.place,
    arrivals.code_insee,
    departures.siren_epci = arrivals.siren_epci as is_same_epci,
    2 * 6371.0088 * asin(sqrt(
        pow(sin(radians(arrivals.latitude - departures.latitude) / 2), 2)
        + cos(radians(departures.latitude)) * cos(radians(arrivals.latitude))
        * pow(sin(radians(arrivals.longitude - departures.longitude) / 2), 2)
    )) as km
from departures
cross join arrivals
