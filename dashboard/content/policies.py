"""The policies page as rows and words: states on a day, coverage, participation beside them.

No Streamlit here. Each table is a `Section`: the page and the downloads show the same rows.
"""

from collections.abc import Sequence
from datetime import date

from dashboard import charts, french, panels, queries
from dashboard.charts import Html
from dashboard.fiche import participation, questions
from dashboard.fiche.section import GEOMETRY, Section, cited
from dashboard.indicators import STATE_BANDS, state_of, trace
from dashboard.snapshot import Row, Snapshot

HALF = 0.5
NOBODY = "Peu ou pas de participation"
FEWER = "Moins de la moitié y participe"
MORE = "Plus de la moitié y participe"
UNSURE = "L'intervalle ne dit pas si c'est plus ou moins de la moitié"
HIDDEN = "Trop peu de réponses pour le dire"
OUTSIDE = "Pas connue ici à la date de la vague"
SIGNAL = "Pas connue ici, mais des structures disent y participer"


def figures(release: Snapshot, day: date) -> str:
    """For each policy, how many territories have it in force on a day, and what that covers."""
    return charts.figures(
        [
            (
                f"{row['policy_label']} en vigueur",
                f"{row['territories']} sur {row['all_territories']}",
                _covered(row),
            )
            for row in queries.coverage_on(release, day)
        ]
    )


def _covered(row: Row) -> str:
    if not row["territories"]:
        return "intercommunalités, d'après les sources connues"
    least = [
        f"{french.percent(row[what] / row[f'all_{what}'])} {of}"
        for what, of in (("communes", "des communes de la Drôme"), ("people", "de ses habitants"))
        if row[what]
    ]
    said = f"au moins {' et '.join(least)}" if least else ""
    several = french.count(row["unsaid"], "intercommunalité")
    unsaid = f"périmètre non connu pour {several}" if row["unsaid"] else ""
    return " ; ".join(filter(None, ("intercommunalités, en tout ou partie", said, unsaid)))


def matrix(release: Snapshot, schemes: Sequence[Row], day: date) -> Section:
    """One row per territory: the best state of each policy on a day, with its role and dates."""
    labels = {row["policy"]: row["policy_label"] for row in queries.policies(release)}
    columns = {"name": "Territoire"}
    for code, label in labels.items():
        columns |= {code: f"{label} : état", f"{code}_role": f"{label} : rôle",
                    f"{code}_scheme": f"{label} : dispositif", f"{code}_from": f"{label} : depuis",
                    f"{code}_dates": f"{label} : dates",
                    f"{code}_duty": f"{label} : obligation"}  # fmt: skip
    rows = []
    for territory in queries.territories(release):
        row: Row = {"siren_epci": territory["siren_epci"], "name": territory["short_name"],
                    GEOMETRY: territory["geometry"]}  # fmt: skip
        for code in labels:
            own = [
                s for s in schemes if (s["siren_epci"], s["policy"]) == (row["siren_epci"], code)
            ]
            others = french.count(len(own) - 1, "autre dispositif", "autres dispositifs")
            row[f"{code}_others"] = f"et {others}" if len(own) > 1 else None
            row |= {f"{code}_{key}" if key else code: said for key, said in _state(own[0]).items()}
        rows.append(row)
    return Section(
        "etats", f"État des politiques le {french.day(day)}", columns, ["name", *labels], rows,
        cited(release, "policies"), intro=known_on(schemes, day),
    )  # fmt: skip


def _state(best: Row) -> Row:
    """The best scheme of a policy on a territory; an unknown one has no role nor dates to show."""
    code = state_of(best)
    found = code != "unknown"
    return {
        "": STATE_BANDS[code].label,
        "code": code,
        "role": best["epci_role_label"] if found else None,
        "scheme": best["official_name"] if found else None,
        "known": _traced(best, code),
        "from": best.get("valid_from") if found else None,
        "dates": _dates(best, found),
        "duty": "obligatoire (plus de 20 000 hab.)" if best["is_required"] else None,
    }


def _traced(row: Row, code: str) -> str | None:
    """What the last source said of a scheme that no date bounds, when its state is unknown."""
    return trace(row) if code == "unknown" and not row.get("valid_to") else None


def _dates(best: Row, found: bool) -> str | None:
    """What dates the state; for an unknown one, the first date known after it."""
    if not found:
        after = best.get("valid_to")
        return f"première date connue : {french.day(after)}" if after else None
    if best["start_date"] or best["adopted_date"]:
        return panels.dates(best)
    return f"date non connue : compté à partir de sa source ({french.day(best['as_of'])})"


def cells(section: Section, labels: Sequence[str]) -> list[dict[str, Html]]:
    """The states of the matrix as the page draws them: colour and words, then role and dates."""
    return [{code: _cell(row, code) for code in labels} for row in section.rows]


def _cell(row: Row, code: str) -> Html:
    small = [row[f"{code}_{key}"] for key in ("known", "role", "dates", "duty", "others")]
    lines = [f"<br/><small>{charts.escape(line)}</small>" for line in small if line]
    return Html(charts.swatch(STATE_BANDS[row[f"{code}_code"]]) + "".join(lines))


def known_on(schemes: Sequence[Row], day: date) -> str:
    """What the sources can say of a day, before or after theirs."""
    as_of = max(row["as_of"] for row in schemes)
    said = f"Ce que disent les sources, arrêtées au {french.day(as_of)}."
    if day != as_of:
        said = f"{said[:-1]}, du {french.day(day)}."
    if day > as_of:
        said += " Ce jour est à venir pour elles : seules les échéances déjà connues avancent."
    elif day < as_of:
        said += " Un état sans date n'est compté qu'à partir du jour de sa source."
    return f"{said} « Inconnu » : aucune source ne le dit, ce n'est pas « absent »."


def held(
    release: Snapshot, schemes: Sequence[Row], day: date, siren_epci: str, policy: str
) -> Section:
    """The schemes of a territory, or those of a policy everywhere: state, role, coverage, dates."""
    places = {row["siren_epci"]: row for row in queries.territories(release)}
    found = [
        row
        for row in schemes
        if (row["siren_epci"] == siren_epci if siren_epci else row["policy"] == policy)
        and (row["dispositif_id"] or siren_epci)
    ]
    rows = sorted(
        (_held(row, places[row["siren_epci"]]) for row in found),
        key=lambda row: "" if siren_epci else row["territory"].casefold(),
    )
    first = {"policy_label": "Politique"} if siren_epci else {"territory": "Territoire"}
    columns = {
        **first, "state": "État", "name": "Dispositif", "epci_role_label": "Rôle du territoire",
        "covered": "Communes et habitants couverts", "dates": "Dates",
        "origin": "Source et confiance", "communes_covered": "Communes couvertes",
        "communes_total": "Communes", "coverage_share": "Part des communes (0 à 1)",
        "coverage_share_drome": "Part des communes drômoises (0 à 1)",
        "population_covered_share": "Part des habitants (0 à 1)",
        "valid_from": "État depuis", "valid_to": "État jusqu'à", "address": "Adresse",
    }  # fmt: skip
    return Section(
        "dispositifs", f"Les dispositifs, le {french.day(day)}", columns, list(columns)[:7], rows,
        cited(release, "policies"), intro="Du meilleur état au moins bon.",
        empty="Aucun dispositif connu pour cette politique.",
    )  # fmt: skip


def _held(row: Row, place: Row) -> Row:
    code = state_of(row)
    name = " — porté par ".join(filter(None, (row["official_name"], row["carrier"])))
    return {
        **row,
        "territory": place["short_name"],
        "name": name or "aucun trouvé",
        "state": " ; ".join(filter(None, (STATE_BANDS[code].label, _traced(row, code)))),
        "state_code": code,
        "covered": _coverage(row, place),
        "dates": _dates(row, code != "unknown") or panels.dates(row),
        "origin": panels.origin(row),
        "valid_from": row.get("valid_from"),
        "valid_to": row.get("valid_to"),
        GEOMETRY: place["geometry"],
    }


def _coverage(row: Row, place: Row) -> str:
    several, total = row["communes_covered"], row["communes_total"]
    if several is None:
        return french.NOT_KNOWN
    if several == total:
        return f"les {total} communes, tous les habitants"
    said = f"{several} communes sur {total} ({french.percent(row['coverage_share'])})"
    if place["communes"] != place["communes_drome"]:
        said += f" ; part des communes drômoises : {french.percent(row['coverage_share_drome'])}"
    return f"{said} ; part des habitants : {french.percent(row['population_covered_share'])}"


GAP_COLUMNS = {
    "state": "État à la date de la vague",
    "reading": "Participent",
    "respondents": "Réponses comptées (n)",
    "gap": "Ce qu'on peut en dire",
    "signal": "Signal",
    "participation_rate": "Taux (0 à 1)",
    "low": "Borne basse (0 à 1)",
    "high": "Borne haute (0 à 1)",
}


def beside(release: Snapshot, wave: int, siren_epci: str, policy: str) -> Section:
    """Who takes part, beside what is known: one territory's policies, or a policy everywhere."""
    settings = {row["name"]: row["value"] for row in queries.parameters(release)}
    few = int(settings.get("few_participants") or 0)
    told = queries.signals(release) if release.has("policy_signals") else []
    signals = {(r["siren_epci"], r["policy"]): r["label"] for r in told if r["wave"] == wave}
    places = {row["siren_epci"]: row["short_name"] for row in queries.territories(release)}
    rows = [
        row
        | {"territory": places[row["siren_epci"]], "low": row.get("low"), "high": row.get("high")}
        | _beside(row, few, signals.get((row["siren_epci"], row["policy"])))
        for row in questions.participation(release, siren_epci, wave)
        if siren_epci or row["policy"] == policy
    ]
    first = {"policy": "Politique"} if siren_epci else {"territory": "Territoire"}
    columns = first | GAP_COLUMNS
    return Section(
        "ecart", f"Participation aux politiques, vague {wave}", columns,
        list(columns)[:5], rows, cited(release, "surveys", wave=wave) + cited(release, "policies"),
        intro="Participent : les structures consultées, contributrices ou co-porteuses, sur celles "
        "qui disent leur rôle. Entre parenthèses, l'intervalle à 95 %.",
        empty="Cette vague ne demande rien sur cette politique.",
        simulated=any(row["is_simulated"] for row in rows),
    )  # fmt: skip


def _beside(row: Row, few: int, signal: str | None) -> Row:
    state = STATE_BANDS.get(row.get("state_at_wave") or "unknown", STATE_BANDS["unknown"])
    return {
        "reading": participation.reading(row),
        "state": state.label,
        "gap": gap(row, few, is_signal=signal is not None),
        "signal": signal,
    }


def gap(row: Row, few: int, *, is_signal: bool) -> str:
    """Presence against participation, in words that no small number can overturn."""
    if not row.get("policy_known", True):
        return SIGNAL if is_signal else OUTSIDE
    if row["participation_rate"] is None:
        return HIDDEN
    if row["participants"] <= few:
        return NOBODY
    if row["high"] is not None and row["high"] < HALF:
        return FEWER
    return MORE if row["low"] is not None and row["low"] > HALF else UNSURE


def gaps(section: Section) -> list[str]:
    """The two gaps in words: present and little taken up, and the reverse."""
    name = "territory" if "territory" in section.columns else "policy"
    said = []
    for kinds, begin in (
        ((NOBODY, FEWER), "Une politique est là et peu de structures y participent"),
        ((SIGNAL,), "Dit au comité de pilotage et au territoire seuls : des structures disent "
                    "participer, sans que les sources disent la politique "
                    "présente ; la table des politiques est peut-être incomplète"),
    ):  # fmt: skip
        places = [row[name] for row in section.rows if row["gap"] in kinds]
        if places:
            said.append(f"{begin} : {', '.join(places)}.")
    hidden = sum(row["gap"] == HIDDEN for row in section.rows)
    if hidden:
        where = "territoire" if name == "territory" else "politique"
        said.append(
            f"Trop peu de réponses pour le dire : {french.count(hidden, where)}. "
            "Cela ne veut dire ni que personne n'y participe, ni le contraire."
        )
    return said or ["Rien à signaler avec les réponses de cette vague."]


def lines(section: Section, siren_epci: str) -> list[Row]:
    """The schemes of the timeline; a policy everywhere has one line per territory, its best."""
    dated = [row for row in section.rows if row["start_date"] or row["adopted_date"]]
    if siren_epci:
        return dated
    best: dict[str, Row] = {}
    for row in dated:
        line = f"{row['territory']} — {row['official_name'] or row['policy_label']}"
        best.setdefault(row["territory"], row | {"line": line})
    return list(best.values())
