-- Provenance des chiffres d'enquête, une ligne par chiffre d'un EPCI et fichier qui y contribue.
-- Sous le seuil de diffusion, seul le nombre de structures est dit : le reste serait la réponse
-- de quelqu'un.
with threshold as (
    select try_cast(value as integer) as structures
    from reference.parameters
    where name = 'disclosure_threshold'
),

scored as (
    select
        *,
        unnest([theme, 'ensemble']) as subject
    from staging.survey_answers
    where kind = 'scale'
),

used as (
    select
        'maturity_by_epci' as figure,
        siren_epci,
        wave,
        subject,
        source_file,
        source_row,
        structure_id,
        weight,
        value is not null as counts,
        is_simulated
    from scored
    union all by name
    select
        'participation_by_epci' as figure,
        siren_epci,
        wave,
        policy as subject,
        source_file,
        source_row,
        structure_id,
        1 as weight,
        counts,
        is_simulated
    from staging.participation_roles
),

files as (
    select
        figure,
        siren_epci,
        wave,
        subject,
        source_file,
        count(distinct source_row) as lines,
        count(distinct structure_id) filter (counts) as structures,
        count(*) filter (counts) as answers,
        count(*) as questions,
        sum(weight) filter (counts) as weight,
        bool_or(is_simulated) as is_simulated,
        count(distinct structure_id) filter (counts)
        < (select threshold.structures from threshold) as is_masked
    from used
    group by all
)

select
    figure,  -- Chiffre : maturity_by_epci ou participation_by_epci
    siren_epci,  -- Code SIREN de l'EPCI (9 chiffres)
    wave,  -- Année de la vague d'enquête
    subject,  -- Code du thème, « ensemble », ou sigle de la politique
    source_file,  -- Fichier, relatif au dossier de données
    lines::integer as lines,  -- Lignes du fichier lues pour ce chiffre
    structures::integer as structures,  -- Structures qui y comptent
    if(is_masked, null, answers)::integer as answers,  -- Réponses comptées ; vide si masqué
    if(is_masked, null, questions)::integer as questions,  -- Questions posées ; vide si masqué
    if(is_masked, null, weight) as weight,  -- Poids des réponses comptées ; vide si masqué
    is_masked,  -- Vrai si trop peu de structures pour en dire plus
    is_simulated  -- Vrai si des réponses sont simulées
from files
