"""What sql/reference knows of one wave: its questions, as exported, and their known answers."""

from collections import defaultdict
from dataclasses import dataclass

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import SQL
from pipelines.sources.tabular import frame, read_table


@dataclass(frozen=True)
class Question:
    """A question as one wave asked it."""

    code: str
    label: str
    kind: str  # scale, single, participation, consent, multiple, number, identity, personal, text
    scale: str  # the list of its answers, empty when it has none
    header: str  # as that wave's tool exports it


@dataclass(frozen=True)
class Questionnaire:
    """The questions of one wave and the answers that are understood."""

    wave: int
    questions: tuple[Question, ...]
    words: dict[str, dict[str, list[str]]]  # scale → answer code → its words, the wave's own first

    @property
    def headers(self) -> dict[str, Question]:
        """The questions by the header under which the wave's tool exports them."""
        return {question.header: question for question in self.questions}

    def code(self, scale: str, answer: str) -> str | None:
        """The code of an answer, upper and lower case alike; None when it is not known."""
        for code, words in self.words[scale].items():
            if answer.lower() in (word.lower() for word in words):
                return code
        return None


def load_questionnaire(wave: int) -> Questionnaire:
    """Read one wave of sql/reference/survey_{questions,scales,answers}.csv.

    An answer is written as the wave says (survey_answers), as its label or as its code (both in
    survey_scales). Raises UnusableInput when survey_questions.csv has no column for the wave.
    """
    year = str(wave)
    questions = _read("survey_questions")
    if year not in questions[0]:
        raise UnusableInput(
            Problem(
                f"la colonne « {year} » manque : cette vague n'est pas décrite.",
                "sql/reference/survey_questions.csv",
                found=", ".join(name for name in questions[0] if name.isdigit()),
                hint="Si l'année est fausse, corriger wave dans le source.toml ; sinon, ajouter "
                f"une colonne « {year} » : pour chaque question, le titre exact de sa colonne dans "
                "l'export, vide si elle n'a pas été posée. `tecs check` écrit cette table "
                "commencée : la compléter, puis la copier à la place de l'autre.",
            )
        )
    words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _read("survey_answers"):
        if row["wave"] == year:
            words[row["scale"]][row["answer_code"]].append(row["label"])
    for row in _read("survey_scales"):
        words[row["scale"]][row["answer_code"]] += [row["label_fr"], row["answer_code"]]
    asked = (row for row in questions if row[year])
    return Questionnaire(
        wave,
        tuple(
            Question(row["question_code"], row["label_fr"], row["kind"], row["scale"], row[year])
            for row in asked
        ),
        words,
    )


def _read(table: str) -> list[dict[str, str]]:
    name = f"{table}.csv"
    rows = frame(read_table(SQL / "reference" / name, f"sql/reference/{name}")).fillna("")
    return [{str(key): str(value) for key, value in row.items()} for row in rows.to_dict("records")]
