-- Structure de chaque réponse, une ligne par ligne de fichier.
-- Dans l'ordre : l'identifiant, le SIRET, la décision de survey_matches.csv, le nom dans la
-- commune quand il est certain. Un identifiant inconnu n'est jamais remplacé par un nom.
with sirets as (
    select
        siret,
        is_simulated,
        min(structure_id) as structure_id
    from staging.structures
    where siret is not null
    group by siret, is_simulated
    having count(*) = 1
),

found as (
    select
        given.*,
        known.structure_id as by_id,
        sirets.structure_id as by_siret,
        settled.structure_id as by_decision,
        coalesce(settled.is_out_of_scope, false) as is_out_of_scope,
        if(best.is_certain and given.structure_id is null, best.structure_id, null) as by_name,
        best.structure_id as best_id,
        best.name as best_name,
        best.score
    from staging.survey_identities as given
    left join staging.structures as known on given.structure_id = known.structure_id
    left join sirets on given.siret = sirets.siret and given.is_simulated = sirets.is_simulated
    left join staging.comparable_names as names on given.structure_name = names.name
    left join staging.comparable_names as communes on given.commune = communes.name
    left join staging.survey_matches as settled
        on
            names.key = settled.name_key
            and coalesce(communes.key, '') = settled.commune_key
            and settled.fault is null
    left join staging.survey_candidates as best
        on
            given.source_file = best.source_file
            and given.source_row = best.source_row
    qualify
        row_number() over (
            partition by given.source_file, given.source_row
            order by best.is_certain desc nulls last, best.rank asc
        ) = 1
)

select
    source_file,
    source_row,
    coalesce(by_id, by_siret, by_decision, if(is_out_of_scope, null, by_name)) as structure_id,
    case
        when by_id is not null then 'identifiant'
        when by_siret is not null then 'siret'
        when by_decision is not null then 'decision'
        when by_name is not null and not is_out_of_scope then 'nom'
    end as matched_by,
    coalesce(structure_id, by_siret, by_decision, by_name) is null
    and best_id is not null and not is_out_of_scope as is_doubtful,
    case
        when by_id <> by_siret
            then format('L''identifiant désigne « {} », le SIRET « {} ».', by_id, by_siret)
        when coalesce(by_id, by_siret, by_decision) is not null then null
        when is_out_of_scope then 'Structure hors champ, selon survey_matches.csv.'
        when structure_id is not null
            then format('Structure « {} » absente du registre.', structure_id)
        when by_name is not null then null
        when best_id is not null
            then format(
                'Rapprochement douteux : « {} » ({}), ressemblance {}. '
                || 'À trancher dans survey_matches.csv.',
                best_name,
                best_id,
                replace(format('{:.2f}', score), '.', ',')
            )
        when structure_name is not null then 'Aucune structure du registre ne porte un nom proche.'
        else 'Aucun identifiant de structure, ni SIRET, ni nom.'
    end as fault
from found
