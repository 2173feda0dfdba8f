-- Participation aux politiques locales, une ligne par EPCI, politique et vague qui la demande.
-- Répondantes : les structures qui donnent un rôle, y compris « pas de participation », et dont le
-- territoire est couvert par la politique à la date de la vague (en vigueur, en préparation ou à
-- renouveler). Les autres sont « non concernées » et n'entrent dans aucun taux. « Ne sait pas » et
-- l'absence de réponse sont inconnus. Participent : les consultées, contributrices, co-porteuses.
with shown as (
    select
        *,
        policy_known and not is_masked as is_shown
    from staging.participation_rates
    where siren_epci is not null
)

select
    siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    policy,  -- Sigle de la politique
    wave,  -- Année de la vague d'enquête
    respondents::integer as respondents,  -- Structures couvertes qui donnent leur rôle (n)
    if(is_shown, participants, null)::integer as participants,  -- Celles qui participent
    if(is_shown, rate, null) as participation_rate,  -- Part des répondantes qui participent (0 à 1)
    case
        when is_shown and respondents > 0
            then if(participants = 0, 0, greatest(middle - half_width, 0))
    end as low,  -- Borne basse du taux, intervalle de Wilson à 95 % (0 à 1)
    case
        when is_shown and respondents > 0
            then if(participants = respondents, 1, least(middle + half_width, 1))
    end as high,  -- Borne haute du taux, intervalle de Wilson à 95 % (0 à 1)
    if(is_shown, informed, null)::integer as informed,  -- Informées
    if(is_shown, consulted, null)::integer as consulted,  -- Consultées
    if(is_shown, contributing, null)::integer as contributing,  -- Contributrices
    if(is_shown, co_leading, null)::integer as co_leading,  -- Co-porteuses
    if(is_shown, not_participating, null)::integer as not_participating,  -- Sans participation
    if(is_shown, unknown, null)::integer as unknown,  -- Ne savent pas, ou sans réponse
    if(is_masked, null, not_concerned)::integer
        as not_concerned,  -- Hors du taux : politique non connue ici, ou « non concernée »
    policy_known,  -- Vrai si la politique est connue ici à la date de la vague
    policy_state as state_at_wave,  -- Son état à la date de la vague (code)
    coverage_uncertain,  -- Vrai si des répondantes sont peut-être hors des communes couvertes
    is_masked,  -- Vrai s'il y a trop peu de répondantes pour montrer les nombres
    is_simulated  -- Vrai si des réponses de la vague sont simulées
from shown
