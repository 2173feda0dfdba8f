"""The declaration of accessibility, in words and tables. No Streamlit here."""

from dashboard import charts
from dashboard.charts import Html
from dashboard.snapshot import Row

DATE = "26 novembre 2026"
STATE = (
    "Cette déclaration concerne le tableau de bord de l'Observatoire TECS. Il est **partiellement "
    "conforme** au référentiel général d'amélioration de l'accessibilité (RGAA 4.1), **d'après nos "
    "propres essais**.\n\n"
    "Aucun audit des 106 critères n'a été mené par un tiers : le taux de conformité n'est pas "
    "connu. Une structure tenue par la loi à une déclaration doit faire faire cet audit avant de "
    "publier ; sans lui, la règle est de se dire « non conforme »."
)
TESTED = [
    {
        "what": "Chaque page, à la machine",
        "how": "axe-core dans Chromium, en clair et en sombre, à 1440, 1024 et 375 pixels de large",
        "found": "aucun défaut grave ou critique ; refait à chaque modification",
    },
    {
        "what": "Contraste",
        "how": "la règle d'axe-core (4,5 pour 1, ou 3 pour 1 pour les grands textes), sur chaque "
        "page, dans les deux thèmes ; les dessins de la carte n'en font pas partie",
        "found": "aucun défaut ; sur la carte, chaque couleur est doublée d'un nombre ou d'un mot",
    },
    {
        "what": "Au clavier",
        "how": "la touche Tab du haut en bas de la carte, de la fiche, des pratiques, de la "
        "qualité et de « Et si… ? », en clair et en sombre",
        "found": "on atteint les listes, champs, boutons, liens, curseurs et tableaux ; chaque "
        "élément atteint se voit ; rien ne retient",
    },
    {
        "what": "Agrandi à 200 %",
        "how": "chaque page dans une fenêtre de 1280 pixels réduite de moitié",
        "found": "rien ne dépasse ; les tableaux larges défilent dans leur cadre",
    },
    {
        "what": "Sans mouvement",
        "how": "le réglage « réduire les animations » de l'ordinateur",
        "found": "les transitions sont supprimées",
    },
    {
        "what": "Langue, titres et tableaux",
        "how": "lecture du code des pages",
        "found": "le français est déclaré ; les tableaux ont une légende et des en-têtes",
    },
    {
        "what": "Fiche en PDF",
        "how": "lecture du fichier : titre, langue, balises, ordre",
        "found": "balisée (PDF/UA), non contrôlée par un lecteur d'écran",
    },
]
TESTED_COLUMNS = {"what": "Essai", "how": "Comment", "found": "Résultat"}
NOT_TESTED = (
    "**Ce qui n'a pas été essayé** : un lecteur d'écran (NVDA, JAWS, VoiceOver) ; Firefox et "
    "Safari ; un vrai téléphone ; une personne en situation de handicap. Le RGAA demande les deux "
    "premiers.\n\n"
    "**Technologies** : HTML, CSS, JavaScript, WebGL (la carte), SVG (les dessins), PDF (la fiche)."
)
LIMITS: list[Row] = [
    {
        "what": "La carte est un dessin : ni le clavier ni un lecteur d'écran n'y entrent.",
        "criterion": "1.3, 7.3",
        "instead": "Les mêmes lignes sont dans un tableau, et la liste « Communauté de communes "
        "ou agglo » choisit comme un clic. Un texte dit le nombre de territoires par classe.",
    },
    {
        "what": "Quand un choix change la page, un lecteur d'écran n'en est pas averti.",
        "criterion": "7.5",
        "instead": "Le titre qui suit les listes dit le nombre de résultats, et le reste en "
        "découle.",
    },
    {
        "what": "Sur certaines pages, un niveau de titre est sauté (du premier au troisième).",
        "criterion": "9.1",
        "instead": "Les titres se suivent dans l'ordre de la lecture.",
    },
    {
        "what": "Streamlit, le logiciel de ces pages, déclare l'anglais comme langue.",
        "criterion": "8.3",
        "instead": "Corrigé ici : la page servie déclare le français.",
        "issue": 15726,
    },
    {
        "what": "Streamlit écrit des mots en anglais : « Skip to main content », « Expand "
        "sidebar »…",
        "criterion": "8.7",
        "instead": "Corrigé ici : ils sont remplacés par des mots français dès qu'ils paraissent ; "
        "il peut en rester dans un message de panne.",
        "issue": 1353,
    },
    {
        "what": "Dans une liste, un lecteur d'écran peut ne pas dire la place et le nombre des "
        "choix.",
        "criterion": "7.1",
        "instead": "On peut taper le début d'un nom ; les tableaux donnent tous les choix.",
        "issue": 15829,
    },
    {
        "what": "Dans une liste, « drome » ne trouve pas « Drôme » : les accents comptent.",
        "criterion": "–",
        "instead": "Taper un mot sans accent (« biovallée » par « bio ») ; le champ « Mot "
        "cherché » des pratiques, lui, ne regarde pas les accents.",
        "issue": 15110,
    },
]
ISSUES = "https://github.com/streamlit/streamlit/issues"
LIMITS_COLUMNS = {
    "what": "Limite",
    "criterion": "Critère du RGAA",
    "instead": "À la place",
    "upstream": "Signalée à Streamlit",
}
CONTACT = (
    "Si une information ou un service n'est pas accessible, la fédération doit pouvoir en donner "
    "une autre forme.\n\n"
    "- Nom et fonction : *à compléter par la structure qui publie*\n"
    "- Adresse, courriel, téléphone : *à compléter par la structure qui publie*"
)
RECOURSE = (
    "Cette procédure est à suivre quand un défaut d'accessibilité a été signalé, et qu'aucune "
    "réponse satisfaisante n'a été reçue. Il est possible de :\n\n"
    "- écrire au [Défenseur des droits](https://formulaire.defenseurdesdroits.fr/) ;\n"
    "- joindre son [délégué dans la région](https://www.defenseurdesdroits.fr/) ;\n"
    "- envoyer un courrier, sans timbre : Défenseur des droits, Libre réponse 71120, "
    "75342 Paris CEDEX 07."
)


def tested() -> str:
    """What was tested, how, and what came out."""
    return charts.table("Essais et résultats", TESTED_COLUMNS, TESTED)


def limits() -> str:
    """What is not accessible, what to use instead, where it is reported."""
    rows = [{**row, "upstream": _reported(row.get("issue"))} for row in LIMITS]
    return charts.table("Limites, et ce qui les remplace", LIMITS_COLUMNS, rows)


def _reported(issue: object) -> Html:
    return Html(f'<a href="{ISSUES}/{issue}">nº {issue}</a>' if issue else "–")
