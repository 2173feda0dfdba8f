"""The declaration of accessibility, in words and tables. No Streamlit here."""

from dashboard import charts

DATE = "25 novembre 2026"
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
        "what": "Chaque page",
        "how": "axe-core, l'outil de contrôle automatique, dans un vrai navigateur, en clair et en "
        "sombre, à 1440, 1024 et 375 pixels de large",
        "found": "aucun défaut grave ou critique ; refait à chaque modification",
    },
    {
        "what": "Au clavier",
        "how": "aller par la touche Tab jusqu'aux listes, curseurs et tableaux, s'en servir "
        "sans souris",
        "found": "tout s'atteint, et l'élément choisi est entouré d'un trait visible",
    },
    {
        "what": "Agrandi à 200 %",
        "how": "une fenêtre de 1280 pixels réduite de moitié",
        "found": "rien ne dépasse ; les tableaux larges défilent dans leur cadre",
    },
    {
        "what": "Sans mouvement",
        "how": "le réglage « réduire les animations » de l'ordinateur",
        "found": "les transitions sont supprimées",
    },
    {
        "what": "Langue, titres, tableaux",
        "how": "lecture du code des pages",
        "found": "le français est déclaré, les titres sont emboîtés, les tableaux ont une légende "
        "et des en-têtes",
    },
]
TESTED_COLUMNS = {"what": "Essai", "how": "Comment", "found": "Résultat"}
NOT_TESTED = (
    "Aucun essai n'a encore été fait avec un lecteur d'écran, ni par une personne en situation de "
    "handicap."
)
LIMITS = [
    {
        "what": "La carte est un dessin : ni le clavier ni un lecteur d'écran n'y entrent.",
        "instead": "Les mêmes lignes sont dans le tableau sous la carte, et la liste « Communauté "
        "de communes » choisit comme un clic. Un texte dit le nombre de territoires par classe.",
        "upstream": "–",
    },
    {
        "what": "Le français n'est pas la langue que Streamlit déclare.",
        "instead": "Corrigé ici : la page servie déclare le français.",
        "upstream": "streamlit/streamlit nº 15726",
    },
    {
        "what": "Dans une liste, un lecteur d'écran peut ne pas dire la place et le nombre des "
        "choix.",
        "instead": "On peut taper le début d'un nom ; les tableaux donnent tous les choix.",
        "upstream": "streamlit/streamlit nº 15829",
    },
    {
        "what": "Le bouton de plein écran de la carte n'a pas de nom lu.",
        "instead": "Il n'est jamais nécessaire.",
        "upstream": "streamlit/streamlit nº 16148",
    },
    {
        "what": "Quelques mots de l'interface de Streamlit restent en anglais.",
        "instead": "Aucun n'est nécessaire pour lire ou choisir.",
        "upstream": "streamlit/streamlit nº 10380",
    },
]
LIMITS_COLUMNS = {"what": "Limite", "instead": "À la place", "upstream": "Signalée"}
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
    return charts.table("Ce qui a été essayé", TESTED_COLUMNS, TESTED)


def limits() -> str:
    """What is not accessible, what to use instead, where it is reported."""
    return charts.table("Ce qui n'est pas accessible", LIMITS_COLUMNS, LIMITS)
