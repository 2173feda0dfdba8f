-- Devenir des lignes lues, une ligne par fichier et motif.
select
    line.source_file,  -- Fichier, relatif au dossier de données
    file.source,  -- Code de la source
    file.wave,  -- Vague d'enquête (année), pour une enquête
    case
        when line.reject_reason is null then 'kept'
        when starts_with(line.reject_reason, 'Hors territoire') then 'out_of_scope'
        else 'rejected'
    end as outcome,  -- kept (retenue), out_of_scope (hors territoire) ou rejected (rejetée)
    line.reject_reason as reason,  -- Motif du rejet, en français ; vide si la ligne est retenue
    count(*) as rows,  -- Nombre de lignes
    file.is_simulated  -- Vrai si le contenu est simulé (démonstration)
from staging.row_outcomes as line
inner join staging.source_files as file on line.source_file = file.source_file
group by all
