"""What can be wrong with a tree of indicators and aggregates, in French."""

from collections.abc import Iterator, Sequence

from pipelines.composite.method import MEANS, Method
from pipelines.composite.spec import Aggregate, Indicator, steps
from pipelines.errors import Problem
from pipelines.sources.tabular import nearest

Files = tuple[str, str, str]  # how messages call the indicators, the aggregates, the method


def tree_problems(
    indicators: Sequence[Indicator],
    aggregates: Sequence[Aggregate],
    method: Method | None,
    files: Files,
) -> list[Problem]:
    """Everything that keeps the tables from being one tree whose every level has a method."""
    problems = [
        *_doubled(indicators, aggregates, files),
        *_orphans(indicators, aggregates, files),
        *_roots(aggregates, files[1]),
        *_childless(indicators, aggregates, files[1]),
        *_cycles(aggregates, files[1]),
    ]
    if not problems and method is not None:
        problems += _unsaid_levels(indicators, aggregates, method, files[2])
    return problems


def _doubled(
    indicators: Sequence[Indicator], aggregates: Sequence[Aggregate], files: Files
) -> Iterator[Problem]:
    """Codes are columns, of the data or of the result, which has others as well."""
    taken = {"unit": "la première colonne"}
    reserved = ["coverage", *(f"n_{one.code}" for one in indicators)]
    for file, nodes in ((files[0], indicators), (files[1], aggregates)):
        for node in nodes:
            if not node.code:
                yield Problem("cette cellule est vide.", file, row=node.row, column="code")
            elif node.code in taken:
                yield Problem(
                    f"le code « {node.code} » est déjà pris.",
                    file,
                    row=node.row,
                    column="code",
                    found=f"déjà {taken[node.code]}",
                )
            taken.setdefault(node.code, f"{file}, ligne {node.row}")
        taken |= dict.fromkeys(reserved, "une colonne du résultat")


def _orphans(
    indicators: Sequence[Indicator], aggregates: Sequence[Aggregate], files: Files
) -> Iterator[Problem]:
    known = {aggregate.code for aggregate in aggregates}
    nodes: list[tuple[str, Indicator | Aggregate]] = [(files[0], one) for one in indicators]
    nodes += [(files[1], one) for one in aggregates if one.parent]
    for file, node in nodes:
        if node.parent not in known:
            guess = nearest(node.parent, known)
            yield Problem(
                f"le parent de « {node.code} » n'est pas un agrégat.",
                file,
                row=node.row,
                column="parent",
                found=node.parent or "rien",
                expected=f"un code de {files[1]}",
                hint=f"Écrire « {guess} » ?" if guess else None,
            )


def _roots(aggregates: Sequence[Aggregate], file: str) -> Iterator[Problem]:
    roots = [aggregate for aggregate in aggregates if not aggregate.parent]
    if not roots:
        yield Problem(
            "aucun agrégat n'a le parent vide.", file, expected="une seule racine, l'indice"
        )
    for extra in roots[1:]:
        yield Problem(
            f"« {extra.code} » est une seconde racine.",
            file,
            row=extra.row,
            column="parent",
            found="rien",
            expected=f"un parent ; la racine est déjà « {roots[0].code} », ligne {roots[0].row}",
        )


def _childless(
    indicators: Sequence[Indicator], aggregates: Sequence[Aggregate], file: str
) -> Iterator[Problem]:
    parents = {one.parent for one in indicators} | {one.parent for one in aggregates}
    for aggregate in aggregates:
        if aggregate.code not in parents:
            yield Problem(
                f"aucun indicateur ni agrégat n'a « {aggregate.code} » pour parent.",
                file,
                row=aggregate.row,
                column="code",
                hint="Lui donner des enfants, ou retirer cette ligne.",
            )


def _cycles(aggregates: Sequence[Aggregate], file: str) -> Iterator[Problem]:
    """Each loop once, from the first of its lines."""
    above = {aggregate.code: aggregate.parent for aggregate in aggregates}
    told: set[str] = set()
    for aggregate in aggregates:
        path = {aggregate.code: None}
        parent = aggregate.parent
        while parent and parent not in path:
            path[parent] = None
            parent = above.get(parent, "")
        if parent == aggregate.code and aggregate.code not in told:
            told |= set(path)
            yield Problem(
                "ces agrégats sont leur propre parent.",
                file,
                row=aggregate.row,
                column="parent",
                found=" → ".join([*path, aggregate.code]),
                expected="un arbre",
            )


def _unsaid_levels(
    indicators: Sequence[Indicator], aggregates: Sequence[Aggregate], method: Method, file: str
) -> Iterator[Problem]:
    for step in steps(indicators, aggregates):
        if method.aggregation_at(step.level) is None:
            code = aggregates[step.aggregate].code
            yield Problem(
                f"le niveau {step.level}, celui de « {code} », n'a pas de moyenne.",
                file,
                expected=MEANS,
            )
