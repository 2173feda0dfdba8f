"""The survey tools of vendors, as descriptions; headers in French and English.

Sources: their help pages, and exports that were published.
"""

from pipelines.sources.surveys.tool import BRACKETS, Tool

GOOGLEFORMS = Tool(
    name="googleforms",
    label="Google Forms",
    signature=(r"horodateur|timestamp",),
    signs=1,
    metadata=r"horodateur|timestamp|adresse e-?mail|email address|adresse électronique"
    r"|nom d['’]utilisateur|username|score|total score|score total|note totale"
    r"|.+ \[(?:score|feedback)\]",  # of a quiz
    personal=r"adresse (?:e-?mail|électronique)|email address|nom d['’]utilisateur|username",
    submitted_at=r"horodateur|timestamp",
    items=(BRACKETS,),
    separators=(";", ", "),  # `;` in the CSV, `, ` in the linked spreadsheet
)

MICROSOFTFORMS = Tool(
    name="microsoftforms",
    label="Microsoft Forms",
    signature=(
        r"heure de début|start time",
        r"heure de fin|completion time",
        r"heure de la dernière modification|last modified time",
    ),
    first=r"id|heure de début|start time",  # hours to begin and to end stand in any timetable
    metadata=r"id|heure de début|start time|heure de fin|completion time|adresse de messagerie"
    r"|(?:adresse )?e-?mail|courrier électronique|nom|name|langue|language"
    r"|heure de la dernière modification|last modified time|(?:nombre )?total des? points"
    r"|total points|commentaires (?:du|sur le) (?:quiz|questionnaire|test)|quiz feedback"
    r"|heure de publication des? (?:la )?notes?|grade posted time"
    r"|(?:points|feedback|commentaires) ?[-–] .*",
    personal=r"adresse de messagerie|(?:adresse )?e-?mail|courrier électronique|nom|name",
    response_id=r"id",
    submitted_at=r"heure de fin|completion time",
    # « 1.1 Structure » and « www.exemple.fr » are no item of a question
    items=(r"(?P<question>.*[^\W\d]{3}.*?)\.(?P<item>[^ .\d].*)", BRACKETS),
    separators=(";",),
)

SURVEYMONKEY = Tool(
    name="surveymonkey",
    label="SurveyMonkey",
    signature=(
        r"respondent ?id|id du répondant|identifiant du répondant",
        r"collector ?id|id du collecteur",
        r"custom ?data.*|données personnalisées.*",
        r"response|réponse",
        r"open-ended response|réponse (?:ouverte|libre)",
    ),
    metadata=r"respondent ?id|id du répondant|identifiant du répondant|collector ?id"
    r"|id du collecteur|start ?date|date de début|end ?date|date de fin|ip ?address|adresse ip"
    r"|email ?address|adresse e-?mail|first ?name|prénom|last ?name|nom|custom ?data.*"
    r"|données personnalisées.*",
    personal=r"email ?address|adresse e-?mail|first ?name|prénom|last ?name|nom",
    response_id=r"respondent ?id|id du répondant|identifiant du répondant",
    submitted_at=r"end ?date|date de fin",
    header_rows=2,
    single_titles=r"response|réponse|open-ended response|réponse (?:ouverte|libre)",
    items=(BRACKETS,),
    repeats_option=True,
)

SURVEYGIZMO = Tool(
    name="surveygizmo",
    label="SurveyGizmo",
    signature=(
        r"time started",
        r"date submitted",
        r"status",
        r"session ?id",
        r"legacy comments",
        r"user agent",
        r"other - write in.*",
    ),
    metadata=r"response id|time started|date submitted|status|contact id|legacy comments|comments"
    r"|language|referer|session ?id|user agent|extended referer|longitude|latitude|country|city"
    r"|state/region|postal|tags|ip address|sgl_.*|link name|url redirect",
    response_id=r"response id",
    submitted_at=r"date submitted",
    joint=r":+ ?",
    item_first=True,
    repeats_option=True,
    separators=(";",),
    draft=r"status",
    draft_marks=r"partial",
)

TYPEFORM = Tool(
    name="typeform",
    label="Typeform",
    signature=(
        r"#",
        r"network id",
        r"start date \(utc\)",
        r"submit date \(utc\)",
        r"response type",
        r"stage date \(utc\)",
    ),
    metadata=r"#|network id|(?:start|submit|stage) date \(utc\)|response type|tags|score|ending"
    r"|token",
    response_id=r"#|token",
    submitted_at=r"submit date \(utc\)",
    repeats_option=True,
    ticked=("1",),
    unticked=("0",),
    draft=r"response type",
    draft_marks=r"partial|started",
)

SPHINX = Tool(
    name="sphinx",
    label="Sphinx",
    signature=(
        r"cle",
        r"date_saisie",
        r"date_enreg",
        r"origine_saisie",
        r"lang_saisie",
        r"appareil_saisie",
        r"temps_saisie",
        r"progression",
    ),
    metadata=r"cle|date_\w+|origine_saisie|lang_saisie|appareil_saisie|temps_saisie|progression"
    r"|derniere_question_saisie|ip_saisie|user_agent",
    response_id=r"cle",
    submitted_at=r"date_enreg|date_saisie",
    items=(r"(?P<question>.+?) ?[:\[] ?(?P<item>[^\[\]:]+)\]?",),
    separators=(";", "; "),
    ticked=("1", "Oui"),
    unticked=("0", "Non"),
    draft=r"progression",
    draft_marks=r"(?!termin|complet|100).*",
)
