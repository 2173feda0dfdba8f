-- Sources de la version, une ligne par fichier reçu.
select
    file.source_file,  -- Fichier, relatif au dossier de données
    file.source,  -- Code de la source (dossier de dépôt)
    label.label as source_label,  -- Nom de la source
    file.title,  -- Titre donné par la personne qui a déposé le fichier
    file.producer,  -- Producteur des données
    file.licence,  -- Licence (identifiant SPDX ou « interne »)
    file.address,  -- Adresse officielle, si elle existe
    file.attribution,  -- Mention de paternité demandée
    file.note,  -- Réserve à connaître avant d'utiliser la source
    file.vintage,  -- Millésime des données
    file.received_on,  -- Date de réception
    file.renew_by,  -- Jour où des données plus récentes sont promises, s'il est dit
    file.wave,  -- Vague d'enquête (année), pour une enquête
    file.personal_data,  -- Vrai si le fichier reçu contient des données personnelles
    file.is_simulated,  -- Vrai si le contenu est simulé (démonstration)
    file.sha256,  -- Empreinte SHA-256 du fichier reçu
    account.rows_in,  -- Lignes lues
    account.rows_kept,  -- Lignes retenues
    account.rows_rejected  -- Lignes rejetées, avec leur motif
from staging.source_files as file
left join reference.sources as label on file.source = label.source
left join staging.row_accounts as account on file.source_file = account.source_file
