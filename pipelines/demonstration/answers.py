"""Drawn answers: every statement follows the structure's hidden level, which grows over waves.

Noise, gaps and every kind of absence and of refusable line are there on purpose.
"""

from bisect import bisect
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from pipelines.demonstration.exports import Answer, Response
from pipelines.demonstration.structures import Structure, seeded
from pipelines.sources.surveys.questionnaire import Question, Questionnaire

RESPONDENTS = {2020: 28, 2022: 36, 2025: 41}  # structures that answer, out of 45
PROGRESS = {2020: -0.3, 2022: 0.1, 2025: 0.4}  # everyone's level in that wave
# lines to reject: wave → partial (a Kobo export has none), answered twice
UNFINISHED, TWICE = {2020: 2, 2022: 3, 2025: 0}, {2020: 0, 2022: 1, 2025: 2}
# and what some first respondents wrote: wave → question, answer
FAULTS = {
    2020: [("consentement", "non")],
    2022: [("consentement", "non"), ("code_insee", "26999")],
    2025: [("consentement", "non"), ("consentement", "non"), ("structure_id", "DEMO-99")],
}
FORMERLY = {"26289": ("26371", "Véronne")}  # a commune that has merged since, in 2026
STEPS = ["pas_aborde", "en_reflexion", "experimente", "installe", "partage"]
ROLES = ["pas_de_participation", "informee", "consultee", "contributrice", "co_porteuse"]
SILENT, UNSURE, REMARKING = 0.04, 0.04, 0.4  # shares: no answer, « ne sait pas », a remark
RUNGS = (-0.9, -0.2, 0.5, 1.3)  # levels from which the next step, or role, is reached
# policy → how far structures are in it, share of structures that have no such policy
POLICIES = {"pat": (0.1, 0.08), "cte": (-0.3, 0.6), "crte": (-0.5, 0.15), "pcaet": (-0.8, 0.15)}
ACCOMPANIMENTS = ["diagnostic", "formation", "visite", "outils", "reseau", "financement"]
REMARKS = [
    "Nous aimerions être mis en lien avec une structure voisine.",
    "Le temps manque pour tout suivre, mais l'équipe est motivée.",
    "La commune nous prête un terrain pour le jardin.",
    "Merci de rappeler {name} au {phone} pour la suite.",
]
FIRST_NAMES = ["Ariane", "Basile", "Céleste", "Désiré", "Églantine", "Firmin", "Gaëlle", "Hilaire"]
LAST_NAMES = ["Fictif", "Exemple", "Modèle", "Imaginaire", "Inventé", "Factice", "Supposé"]
JOBS = ["Direction", "Coordination", "Présidence", "Animation"]


def answer_wave(asked: Questionnaire, structures: list[Structure], seed: int) -> list[Response]:
    """Draw the lines of one wave, in order of submission."""
    draw = seeded(seed, "wave", asked.wave)
    shuffled = draw.sample(structures, len(structures))
    answering, absent = shuffled[: RESPONDENTS[asked.wave]], shuffled[RESPONDENTS[asked.wave] :]
    lines = [_respond(asked, structure, draw) for structure in answering]
    for line, (question, answer) in zip(lines, FAULTS[asked.wave], strict=False):
        line.answers[question] = answer
    again = answering[len(answering) - TWICE[asked.wave] :]
    lines += [_respond(asked, structure, draw) for structure in again]
    begun = absent[: UNFINISHED[asked.wave]]
    lines += [_begin(_respond(asked, structure, draw)) for structure in begun]
    return sorted(lines, key=lambda line: line.submitted_at)


def _begin(response: Response) -> Response:
    """A response abandoned after the first third of the questions."""
    kept = list(response.answers)[: len(response.answers) // 3]
    answers = {code: response.answers[code] for code in kept}
    return Response(answers, response.submitted_at, is_partial=True)


def _respond(asked: Questionnaire, structure: Structure, draw: Random) -> Response:
    drawn = {**_identity(structure), "consentement": "oui"}
    drawn |= dict(_ingredients(asked.wave, structure, draw))
    drawn |= dict(_contact(structure, draw))
    for question in asked.questions:
        answer = _answer(question, asked.wave, structure, draw)
        if answer is not None:
            drawn[question.code] = answer
    ordered = {q.code: drawn[q.code] for q in asked.questions if drawn.get(q.code)}
    minutes = draw.randrange(30 * 24 * 60)
    return Response(ordered, datetime(asked.wave, 5, 15, 8) + timedelta(minutes=minutes))


def _answer(question: Question, wave: int, structure: Structure, draw: Random) -> Answer | None:
    """A statement, a role or a choice; None when not answered or not drawn here."""
    level = structure.level + PROGRESS[wave]
    if question.kind == "scale":
        own = seeded(structure.structure_id, question.code).gauss(0, 0.4)
        lead = structure.leads[question.code.split("_")[0]]
        return _step(STEPS, level + lead + own, 0.05, "non_concerne", draw)
    if question.kind == "participation":
        lead, without = POLICIES[question.code.removeprefix("participation_")]
        return _step(ROLES, level + lead, without, "non_concernee", draw)
    if question.kind == "multiple":
        return draw.sample(ACCOMPANIMENTS, draw.randrange(4)) or None
    return None


def _step(
    steps: list[str], level: float, without: float, not_concerned: str, draw: Random
) -> str | None:
    """The step that the level reaches, or one of the three kinds of absence."""
    reached = level + draw.gauss(0, 0.4)
    chance = draw.random()
    if chance < without:
        return not_concerned
    if chance > 1 - SILENT:
        return None
    return "ne_sait_pas" if chance > 1 - SILENT - UNSURE else steps[bisect(RUNGS, reached)]


def _identity(structure: Structure) -> dict[str, Answer]:
    """Who answers, and where: every wave is older than the merger of Véronne."""
    code, commune = FORMERLY.get(structure.code_insee, (structure.code_insee, structure.commune))
    return {
        "structure_id": structure.structure_id,
        "structure_name": structure.name,
        "commune": commune,
        "code_insee": code,
        "denomination": structure.denomination,
        "approval": structure.approval or "ne_sait_pas",
        "size_tier": structure.size_tier,
    }


def _ingredients(wave: int, structure: Structure, draw: Random) -> Iterator[tuple[str, Answer]]:
    level = structure.level + PROGRESS[wave]
    has_ambassador = draw.gauss(level, 0.7) > RUNGS[2]
    yield "ing_axe", ["non", "en_cours", "inscrit"][bisect(RUNGS[1:3], draw.gauss(level, 0.7))]
    yield "ing_collectifs", str(max(0, round(draw.gauss(1.2 + level, 0.8))))
    yield "ing_ambassadeur", "oui" if has_ambassador else "non"
    if has_ambassador:
        yield "ing_ambassadeur_heures", str(draw.choice([2, 3, 4, 6, 8, 12]))


def _contact(structure: Structure, draw: Random) -> Iterator[tuple[str, Answer]]:
    """A person who does not exist: .invalid addresses, numbers that ARCEP keeps for fiction."""
    first, last = draw.choice(FIRST_NAMES), draw.choice(LAST_NAMES)
    phone = f"{draw.choice(['04 65 71', '06 39 98'])} {draw.randrange(100):02d}"
    phone += f" {draw.randrange(100):02d}"
    yield "repondant_nom", f"{first} {last}"
    yield "repondant_fonction", draw.choice(JOBS)
    yield "repondant_courriel", f"contact@{structure.structure_id.lower()}.invalid"
    yield "repondant_telephone", phone
    if draw.random() < REMARKING:
        yield "remarques", draw.choice(REMARKS).format(name=f"{first} {last}", phone=phone)
