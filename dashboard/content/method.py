"""The method in plain words, filled from the published tables. No Streamlit here.

Text and computation cannot disagree: every number comes from the release.
"""

from collections.abc import Mapping, Sequence

from dashboard import charts, french
from dashboard.snapshot import Row

Parameters = Mapping[str, float]


def measure(dimension: Row) -> str:
    """What the maturity is, for someone who has never seen it."""
    share = french.percent(dimension["min_coverage"])
    return (
        "Chaque structure dit, pour une trentaine de pratiques concrètes, où elle en est. Chaque "
        "réponse vaut une part de 100 (tableau ci-dessous).\n\n"
        "1. **Un thème** est la moyenne de ses pratiques, chacune avec son poids.\n"
        "2. **L'indice** est la moyenne des thèmes qui ont un résultat, chacun avec son poids.\n"
        f"3. Un résultat n'est donné que si **{share} du poids** au moins a une réponse ; sinon il "
        "est dit « non évalué ». La **couverture** dit cette part.\n\n"
        "« Non concerné » n'est ni un manque ni un zéro : son poids va aux autres pratiques du "
        "thème. « Ne sait pas » et l'absence de réponse sont des manques, jamais des zéros."
    )


def territory(parameters: Parameters) -> str:
    """From structures to a territory: mean, interval, threshold."""
    least = french.number(parameters["disclosure_threshold"])
    return (
        "Le résultat d'une communauté de communes est la moyenne de ses structures répondantes, "
        "toujours montrée avec leur nombre et la part du registre qu'elles représentent. En "
        f"dessous de **{least} structures**, il est masqué : il désignerait presque quelqu'un.\n\n"
        "**L'intervalle** dit entre quelles valeurs se trouverait sans doute la moyenne si toutes "
        "les structures du registre avaient répondu (95 chances sur 100). Moins il y a de "
        "réponses, ou plus elles diffèrent, plus il est large. Quand toutes ont répondu, il se "
        "ferme sur la moyenne : il n'y a plus personne à interroger. C'est l'intervalle de "
        "Student, resserré selon la part du registre qui a répondu."
    )


def robustness(parameters: Parameters, choices: Sequence[Row]) -> str:
    """Would it have been otherwise with other choices? What was tried, what matters most."""
    draws = french.number(parameters["robustness_draws"])
    told = (
        "Les poids, la mise à la même échelle et la façon de faire la moyenne sont des choix. "
        f"L'indice a donc été recalculé **{draws} fois** avec d'autres choix raisonnables, tirés "
        "au sort. Un territoire n'a jamais un rang tout seul : il a une fourchette de rangs, et la "
        "part des tirages où il se trouve à chaque niveau. Il n'y a pas de classement des "
        "structures."
    )
    first = next((row for row in choices if row["matters_most"]), None)
    if first is None:
        return told
    return (
        f"{told}\n\nÀ la vague {first['wave']}, le choix qui compte le plus est « "
        f"{first['choice_label']} » : à lui seul {french.percent(first['score_share'])} de ce qui "
        "fait varier les résultats."
    )


CHANGE = (
    "Entre deux vagues, ce ne sont pas tout à fait les mêmes structures qui répondent. Deux "
    "évolutions sont donc dites : celle du **panel**, les structures qui ont répondu les deux "
    "fois, et celle de **toutes** les répondantes ; la différence entre les deux vient de celles "
    "qui arrivent et de celles qui partent. Quand l'évolution du panel est plus petite que "
    "son incertitude, **on ne peut pas conclure** : ce peut être une hausse, une baisse, ou rien. "
    "Les pratiques demandées ont changé d'une vague à l'autre : une petite part de l'évolution "
    "peut venir de là."
)
PARTICIPATION = (
    "Une structure participe à partir du rôle « consultée ». Le taux se calcule sur les structures "
    "qui donnent leur rôle et dont le territoire est couvert par la politique à la date de la "
    "vague ; les autres sont « non concernées » et n'entrent dans aucun taux. L'intervalle est "
    "celui de Wilson, à 95 % : avec peu de réponses, il est large. Une structure qui dit "
    "participer à une politique que les sources ne donnent pas ici n'est pas une erreur mais un "
    "**signal**, montré au territoire qu'il concerne et au comité de pilotage."
)
POLICY_NAMES = (
    "PAT : projet alimentaire territorial, ou inter-territorial (PAiT) ; CTE : contrat de "
    "transition écologique ; CRTE : contrat de relance et de transition écologique, puis contrat "
    "pour la réussite de la transition écologique ; PCAET : plan climat-air-énergie territorial."
)
POLICIES = (
    f"{POLICY_NAMES}\n\n"
    "Chaque fait est daté et sourcé. L'échéance suit la règle : 3 ans pour un PAT de niveau 1, "
    "5 ans au niveau 2, 6 ans pour un PCAET. Un CTE suivi d'un CRTE en vigueur est dit remplacé. "
    "Une échéance dépassée sans suite connue est dite « à vérifier ». Le PCAET est obligatoire "
    "au-dessus de 20 000 habitants. « Inconnu » n'est pas « non »."
)


def ingredients(parameters: Parameters) -> str:
    """What is compared, and what it does not say."""
    return (
        "Quatre conditions favorables sont mesurées à côté des pratiques, et jamais ajoutées à "
        "l'indice. Pour chacune, on compare la maturité des structures qui l'ont et de celles qui "
        "ne l'ont pas, s'il y en a au moins "
        f"**{french.number(parameters['min_group'])} de chaque côté**. L'écart est accompagné d'un "
        "intervalle et d'un test : si l'on mélangeait les deux groupes au hasard, verrait-on "
        "souvent un écart aussi grand ? Comme plusieurs comparaisons sont faites, le test est "
        "plus exigeant (correction de Holm). C'est une **association** : elle ne dit pas que "
        "l'ingrédient est la cause."
    )


LIMITS = (
    "Ce sont des réponses déclarées : personne n'est allé vérifier.",
    "Le registre des structures est partiel ; le taux de réponse se calcule sur lui, tel qu'il "
    "est aujourd'hui, même pour une vague ancienne.",
    "Avec trois à quinze structures par territoire, un écart de quelques points ne veut rien dire.",
    "Les pratiques demandées changent un peu d'une vague à l'autre.",
    "Les poids sont déclarés, égaux pour l'instant : ils se discutent, et l'épreuve des "
    "choix dit ce qu'ils changent.",
)


def levels_table(levels: Sequence[Row]) -> str:
    """The four levels and where each begins."""
    rows = [{**row, "low": f"{french.number(row['low'])} sur 100"} for row in levels]
    columns = {"label": "Niveau", "low": "À partir de", "meaning": "Ce que cela veut dire"}
    return charts.table("Les niveaux de maturité", columns, rows)


def scale_table(answers: Sequence[Row]) -> str:
    """The answers and what each is worth."""
    rows = [{**row, "value": _worth(row["value"])} for row in answers]
    columns = {"label": "Réponse", "value": "Vaut, sur 100", "meaning": "Ce que cela veut dire"}
    return charts.table("L'échelle des réponses", columns, rows)


def _worth(value: float | None) -> str:
    return "hors calcul" if value is None else french.number(100 * value)


def choices_table(choices: Sequence[Row]) -> str:
    """What each choice moves, by itself."""
    rows = [
        {
            "label": row["choice_label"],
            "wave": row["wave"],
            "score": french.percent(row["score_share"]),
            "rank": french.percent(row["rank_share"]),
        }
        for row in choices
    ]
    columns = {"label": "Choix", "wave": "Vague", "score": "Part de ce qui fait varier les scores",
               "rank": "Part de ce qui fait varier les rangs"}  # fmt: skip
    return charts.table("Ce que chaque choix change, à lui seul", columns, rows)


def parameters_table(parameters: Sequence[Row]) -> str:
    """Every setting of the method."""
    rows = [{**row, "value": f"{row['value']:g}".replace(".", ",")} for row in parameters]
    columns = {"meaning": "Réglage", "value": "Valeur", "unit": "Unité"}
    return charts.table("Tous les réglages", columns, rows)
