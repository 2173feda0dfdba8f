-- Structures de l'animation de la vie sociale, une ligne par structure
select
    facts.structure_id,  -- Identifiant dans le répertoire ; DEMO-… : structure fictive
    facts.name,  -- Nom de la structure
    facts.denomination,  -- Ce que dit le nom (code) ; ne dit rien de l'agrément
    denominations.label as denomination_label,  -- Ce que dit le nom, en toutes lettres
    facts.approval,  -- Agrément de la CAF attesté par une source (code) ; vide : inconnu
    coalesce(approvals.label, 'Agrément inconnu') as approval_label,  -- Agrément, en toutes lettres
    facts.approval_date,  -- Date d'agrément connue (AAAA, AAAA-MM ou AAAA-MM-JJ)
    facts.code_insee,  -- Code officiel géographique de la commune actuelle
    communes.name as commune,  -- Nom de la commune actuelle
    facts.siren_epci,  -- Code SIREN de l'EPCI de la commune
    communes.longitude,  -- Longitude de la mairie, pas de la structure (degrés, WGS 84)
    communes.latitude,  -- Latitude de la mairie, pas de la structure (degrés, WGS 84)
    facts.location_confidence,  -- Confiance dans la commune : haute, moyenne, basse, simulee
    confidences.label as location_confidence_label,  -- Confiance dans la commune, en clair
    facts.source,  -- Sources de la fiche
    facts.note,  -- Réserves à lire avec la structure
    facts.is_simulated  -- Vrai pour une structure fictive de démonstration
from staging.structures as facts
inner join marts.communes as communes on facts.code_insee = communes.code_insee
left join reference.denominations as denominations
    on facts.denomination = denominations.denomination
left join reference.approvals as approvals on facts.approval = approvals.approval
left join reference.location_confidences as confidences
    on facts.location_confidence = confidences.location_confidence
