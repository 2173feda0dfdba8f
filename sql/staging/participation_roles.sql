-- Rôles dans les politiques et ce qu'on sait d'elles, une ligne par structure, vague et politique.
-- counts : au dénominateur du taux, car la structure donne un rôle et son territoire est couvert.
-- not_concerned : la politique n'est pas connue sur son territoire ce jour-là, ou elle le dit.
select
    roles.source_file,
    roles.source_row,
    roles.structure_id,
    roles.wave,
    roles.siren_epci,
    roles.policy,
    roles.role,
    roles.state,
    roles.participates,
    places.is_known as policy_known,
    places.state as policy_state,
    places.is_known and roles.state = 'answered' as counts,
    not places.is_known or roles.state = 'not_applicable' as not_concerned,
    roles.is_simulated
from staging.survey_participations as roles
inner join staging.policies_at_waves as places
    on
        roles.siren_epci = places.siren_epci
        and roles.policy = places.policy
        and roles.wave = places.wave
