"""« D'où vient ce chiffre ? »: the files and lines behind a figure, on every page."""

from collections.abc import Collection
from html import escape

import streamlit as st

from dashboard import charts, french, provenance, queries, session
from dashboard.charts import Html
from dashboard.content import changes
from dashboard.indicators import MATURITY, POLICY
from dashboard.snapshot import Row, Snapshot

FILE_COLUMNS = {
    "source": "Fichier",
    "lines": "Lignes lues",
    "structures": "Structures comptées",
    "answers": "Réponses comptées",
}
LINE_COLUMNS = {
    "scheme": "Dispositif",
    "status": "Statut donné",
    "place": "Fichier et ligne",
    "source": "Source et confiance",
}
SUMS = {
    MATURITY: "Chaque réponse vaut une part de 100 ; le thème d'une structure est la moyenne de "
    "ses réponses selon leur poids, l'ensemble la moyenne de ses thèmes, et le territoire la "
    "moyenne de ses structures.",
    "participation": "Le taux est le nombre de structures qui participent (consultées, "
    "contributrices, co-porteuses) sur le nombre de celles qui donnent leur rôle, là où la "
    "politique est connue à la date de la vague.",
}
NAMES = {MATURITY: "la maturité", "participation": "la participation", POLICY: "la politique"}
FIGURES = {MATURITY: "maturity_by_epci", "participation": "participation_by_epci"}


def explain(
    release: Snapshot,
    kind: str,
    about: str = "",
    *,
    counted: str = "",
    waves: Collection[int] = (),
    **columns: object,
) -> None:
    """The panel, folded, of a figure that `show` does not know: `kind` is a key of `KINDS`.

    `about` ends its title; `counted` says from how many structures or lines (else the respondents
    of `waves`); `columns` are the filters of `tecs trace`.
    """
    found = provenance.KINDS[kind]
    rows = provenance.files(release, found, waves)
    counted = counted or provenance.respondents(release, found, waves)
    with st.expander(f"D'où vient ce chiffre ? — {about}" if about else "D'où vient ce chiffre ?"):
        st.markdown(f"**{counted}.** {found.sum}" if counted else found.sum)
        for wave in waves if kind == "maturite" else ():
            _news(release, changes.DROME, wave, queries.OVERALL)
        if rows:
            st.html(provenance.tabulate(rows))
        made = french.moment(release.manifest["created_at"])
        st.markdown(f"Calculé le {made}, version {release.release_id}.")
        _read_again("les lignes", provenance.command(found, columns))


def of_territory(release: Snapshot, siren_epci: str, wave: int) -> None:
    """The panels of all that is said of one territory, or of the whole Drôme ("")."""
    if siren_epci:
        show(release, MATURITY, siren_epci, wave, queries.OVERALL)
    else:
        explain(release, "maturite", "la maturité", waves=[wave], wave=wave, theme=queries.OVERALL)
    explain(release, "politiques", "les politiques", siren_epci=siren_epci)
    explain(release, "structures", "les structures", siren_epci=siren_epci, is_simulated="false")
    explain(release, "pratiques", "les pratiques", siren_epci=siren_epci)


def of_changes(found: Row) -> None:
    """The panel, folded, of what a release changed, as it tells it itself."""
    with st.expander("D'où vient cette comparaison ?"):
        st.markdown(
            "Les deux versions sont comparées chiffre par chiffre. Une cause est un fait relevé "
            "dans les deux : un fichier, un poids, une structure qui a déménagé, la méthode, le "
            "seuil. Quand aucun ne l'explique, la cause est dite non déterminée."
        )
        command = f"tecs diff {found['from']['release_id']} {found['to']['release_id']}"
        _read_again("la comparaison", command)


def show(release: Snapshot, indicator: str, siren_epci: str, wave: int, subject: str) -> None:
    """The panel, folded: `subject` is a theme, « ensemble » or a policy."""
    when = f", vague {wave}" if wave else ""
    with st.expander(f"D'où vient ce chiffre ? — {NAMES[indicator]}{when}"):
        if not release.has("figure_sources"):
            st.markdown(french.OLDER_RELEASE)
        elif indicator == POLICY:
            _policy(release, siren_epci, subject)
        else:
            _survey(release, indicator, siren_epci, wave, subject)


def _survey(release: Snapshot, indicator: str, siren_epci: str, wave: int, subject: str) -> None:
    figure = FIGURES[indicator]
    files = queries.figure_sources(release, figure, siren_epci, wave, subject)
    if not files:
        st.markdown("Aucune réponse reçue ne concerne ce territoire : il n'y a pas de chiffre.")
        return
    st.markdown(SUMS[indicator])
    if indicator == MATURITY:
        _news(release, siren_epci, wave, subject)
    st.html(charts.table("Les fichiers qui le font", FILE_COLUMNS, [_file(row) for row in files]))
    key = "policy" if indicator != MATURITY else "theme"
    command = f"tecs trace {figure} siren_epci={siren_epci} wave={wave} {key}={subject}"
    st.markdown("Les réponses elles-mêmes ne sont pas publiées.")
    _read_again("chaque ligne et le calcul", command)


def _read_again(what: str, command: str) -> None:
    """The command that shows it anew, to those who hold the data."""
    if session.reader().may_open("qualite"):
        st.markdown(f"Qui tient les données relit {what} par la commande `{command}`.")


def _news(release: Snapshot, siren_epci: str, wave: int, subject: str) -> None:
    """What the last update did to a maturity, and why; nothing when it is the same."""
    row = changes.of_maturity(release.changes, siren_epci, wave, subject)
    if row:
        why = french.plain(" ; ".join(reason["text"] for reason in row["reasons"]))
        st.markdown(f"**Ce chiffre a changé** : {changes.in_short(row)}. Pourquoi : {why}.")


def _file(row: Row) -> Row:
    name = f"{escape(row['title'])}<br/><small>{escape(row['source_file'])}</small>"
    name += f"<br/><small>réception : le {french.day(row['received_on'])}</small>"
    nature = f"<br/><small>{french.SIMULATED}</small>" if row["is_simulated"] else ""
    counted = f"{row['answers']} sur {row['questions']}, de poids {french.number(row['weight'], 1)}"
    return {
        "source": Html(name + nature),
        "lines": row["lines"],
        "structures": row["structures"],
        "answers": "non montré (trop peu de structures)" if row["is_masked"] else counted,
    }


def _policy(release: Snapshot, siren_epci: str, policy: str) -> None:
    lines = queries.policy_sources(release, siren_epci, policy)
    if not lines:
        st.markdown(
            "Aucune ligne des fichiers reçus ne parle de cette politique sur ce territoire : "
            "son état est donc **inconnu**, ce qui ne veut pas dire qu'elle n'existe pas."
        )
        return
    st.html(charts.table("Les lignes qui le disent", LINE_COLUMNS, [_line(row) for row in lines]))
    if any(row["part"] == "succession" for row in lines):
        st.markdown("Une politique à laquelle une autre a succédé est dite remplacée.")


def _line(row: Row) -> Row:
    name = escape(row["official_name"] or row["dispositif_id"] or "Aucun dispositif trouvé")
    part = "<br/><small>lui succède</small>" if row["part"] == "succession" else ""
    dated = f" ({french.day(row['adopted_date'])})" if row["adopted_date"] else ""
    return {
        "scheme": Html(name + part),
        "status": f"{row['status_label']}{dated}",
        "place": f"{row['source_file']}, ligne {row['source_row']}",
        "source": ". ".join(filter(None, (row["source"], row["confidence_label"]))),
    }
