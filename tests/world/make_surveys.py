"""The surveys of the tiny world, from answers one can add up by hand: see EXPECTED.md.

`python -m tests.world.make_surveys` writes the files again after a change of the questionnaire.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from pipelines.demonstration.exports import (
    Answer,
    Response,
    write_framaforms,
    write_kobotoolbox,
    write_limesurvey,
)
from pipelines.settings import ROOT
from pipelines.sources.surveys.questionnaire import Questionnaire, load_questionnaire

RAW = ROOT / "tests" / "world" / "raw"
COMMUNES = {
    **dict.fromkeys(("DEMO-01", "DEMO-02", "DEMO-03", "DEMO-04"), "Saint-Jean-en-Royans 26307"),
    **dict.fromkeys(("DEMO-05", "DEMO-06"), "Die 26113"),
    "DEMO-07": "Tain-l'Hermitage 26347",
    "DEMO-08": "Véronne 26371",
    "DEMO-99": "Die 26113",
}


class Wave:
    """The responses of one wave, one call per response, an hour apart."""

    def __init__(self, wave: int) -> None:
        self.asked: Questionnaire = load_questionnaire(wave)
        self.responses: list[Response] = []

    def add(
        self,
        structure: str,
        level: str,
        exceptions: Mapping[str, str | None] = MappingProxyType({}),
        *,
        is_partial: bool = False,
    ) -> None:
        """Answer `level` to every statement, but for the exceptions; None: no answer."""
        number = len(self.responses) + 1
        answers: dict[str, str | None] = {
            question.code: level for question in self.asked.questions if question.kind == "scale"
        }
        answers |= _identity(structure) | _contact(structure, number) | {"consentement": "oui"}
        answers |= exceptions
        kept: dict[str, Answer] = {code: word for code, word in answers.items() if word is not None}
        kept |= {"accompagnement_recu": ["visite"], "accompagnement_souhaite": ["outils", "reseau"]}
        at = datetime(self.asked.wave, 6, 1, 9) + timedelta(hours=number)
        self.responses.append(Response(kept, at, is_partial))


def _identity(structure: str) -> dict[str, str]:
    commune, code = COMMUNES[structure].rsplit(" ", 1)
    return {
        "structure_id": structure,
        "structure_name": f"Structure de démonstration {structure[-2:]}",
        "commune": commune,
        "code_insee": code,
        "denomination": "mpt",
        "approval": "centre_social",
        "size_tier": "moins_10",
    }


def _contact(structure: str, number: int) -> dict[str, str]:
    return {
        "repondant_nom": f"Zéphyrine Témoin-{number:02d}",
        "repondant_fonction": "Direction fictive",
        "repondant_courriel": f"zephyrine.{number:02d}@{structure.lower()}.invalid",
        "repondant_telephone": f"06 39 98 00 {number:02d}",
        "remarques": f"Me rappeler au 04 65 71 00 {number:02d}, merci.",
    }


def answer_2020() -> Wave:
    """Three structures and a partial answer."""
    wave = Wave(2020)
    wave.add("DEMO-01", "experimente", {"participation_pat": "contributrice"})
    wave.add("DEMO-02", "en_reflexion", {"participation_pat": "informee"})
    wave.add("DEMO-05", "installe", {"participation_pat": "contributrice"})
    wave.add("DEMO-06", "pas_aborde", is_partial=True)
    return wave


def answer_2022() -> Wave:
    """Five structures; a partial answer, one replaced by a later one, one with a wrong commune."""
    wave = Wave(2022)
    pat, cte = "participation_pat", "participation_cte"
    wave.add("DEMO-01", "installe", {pat: "contributrice", cte: "co_porteuse"})
    wave.add("DEMO-02", "pas_aborde", {pat: "co_porteuse", cte: "co_porteuse"})
    wave.add("DEMO-02", "experimente", {pat: "consultee", cte: "contributrice"})
    wave.add("DEMO-03", "partage", {"code_insee": "26999"})
    wave.add("DEMO-03", "en_reflexion", {pat: "informee", cte: "consultee"})
    wave.add("DEMO-04", "pas_aborde", {pat: "pas_de_participation"})
    wave.add("DEMO-04", "partage", is_partial=True)
    wave.add("DEMO-05", "installe", {pat: "consultee"})
    return wave


def answer_2025() -> Wave:
    """Seven structures; a refused consent, an unknown structure; each kind of absence."""
    wave = Wave(2025)
    roles = ("participation_pat", "participation_crte", "participation_pcaet")

    def role(*codes: str) -> dict[str, str]:
        return dict(zip(roles, codes, strict=False))

    def theme(prefix: str, level: str) -> dict[str, str]:
        codes = (question.code for question in wave.asked.questions)
        return {code: level for code in codes if code.startswith(prefix)}

    consulted, none = "consultee", "pas_de_participation"
    wave.add("DEMO-01", "partage", role("co_porteuse", consulted, "non_concernee"))
    garden = {"alim_jardin": "non_concerne"}
    wave.add("DEMO-02", "installe", garden | role("contributrice", none, "non_concernee"))
    food: Mapping[str, str | None] = {
        "alim_achats_locaux": "partage",
        "alim_acces_qualite": "ne_sait_pas",
        "alim_jardin": None,
    }
    wave.add("DEMO-03", "experimente", {**food, **role("informee", none, "informee")})
    changes = theme("mob_", "ne_sait_pas") | theme("num_", "en_reflexion")
    wave.add("DEMO-04", "pas_aborde", changes | role("ne_sait_pas", consulted, "informee"))
    wave.add("DEMO-05", "experimente", role("contributrice"))
    wave.add("DEMO-06", "partage", role("co_porteuse") | {"consentement": "non"})
    wave.add("DEMO-07", "installe", theme("eco_", "non_concerne") | role(consulted))
    wave.add("DEMO-08", "en_reflexion", role(none))
    wave.add("DEMO-99", "partage", role("co_porteuse"))
    return wave


def make(raw: Path) -> dict[Path, bytes]:
    """The files and their bytes; nothing is written."""
    lime, frama, kobo = answer_2020(), answer_2022(), answer_2025()
    return {
        raw / "surveys/2020/reponses.csv": write_limesurvey(lime.asked, lime.responses),
        raw / "surveys/2022/reponses.csv": write_framaforms(frama.asked, frama.responses),
        raw / "surveys/2025/reponses.xlsx": write_kobotoolbox(kobo.asked, kobo.responses),
    }


if __name__ == "__main__":
    for path, content in make(RAW).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
