"""What surrounds every page: the release, the banner, the filters' options, the footer."""

from collections.abc import Callable

import streamlit as st

from dashboard import charts, filters, french, queries, session, sharing, snapshot
from dashboard.service import access, condition
from dashboard.service.access import Reader
from dashboard.snapshot import Snapshot

NAME = "Observatoire TECS"
EVERYWHERE = ""
PHONE, DESK = (340, 520), (620, 620)  # the room left to the map, in pixels
WATCH = "8s"  # how often an open page asks whether a new release is served


def open_page(name: str, title: str | Callable[[Snapshot], str], *, simulated: bool) -> Snapshot:
    """Begin a page: title, notices, banner; return the release, or explain and stop.

    `title` may depend on the release and the reader's choices; `simulated` tells whether the page
    shows survey answers.
    """
    st.html(charts.STYLE)
    reader = session.reader()
    served = access.choose(reader)
    if served is None:
        _tell_absence(reader)
        st.stop()
    filters.enter(name)
    asked = filters.read(filters.RELEASE)
    release = (access.choose(reader, asked) if asked else None) or served
    filters.keep(filters.RELEASE, asked)
    session.show()
    said = title if isinstance(title, str) else title(release)
    st.title(said)
    st.set_page_config(page_title=f"{said} — {NAME}")
    sharing.begin()
    _warn(release, asked)
    if simulated and release.manifest["has_simulated"]:
        st.html(charts.simulated())
    return release


def _tell_absence(reader: Reader) -> None:
    """No release can be shown: say how one comes, and wait for it."""
    damaged = french.count(len(snapshot.releases()), "version")
    st.title("Aucune version publiée pour l'instant")
    if snapshot.releases():
        st.warning(f"Il y a {damaged} sur le disque, mais aucune n'est en bon état.")
    st.markdown(
        "Le tableau de bord montre la dernière version publiée par la chaîne de données, "
        "et il n'y en a pas encore. Pour en publier une :\n\n"
        "1. déposer les fichiers reçus dans `data/raw/` ;\n"
        "2. lancer `make run`, ou `tecs run` ;\n"
        "3. revenir ici : la page s'ouvrira d'elle-même."
    )
    _watch("", None, reader)


def _warn(release: Snapshot, asked: str) -> None:
    """What to know before reading: a session that ended, another release, degraded mode."""
    session.warn()
    if release.notice:
        st.warning(release.notice)
    if release.notice and asked:
        drop = (filters.RELEASE, "")
        st.button("Revenir à la version en cours", on_click=filters.select, args=drop)
    for warning in condition.warnings(release):
        st.warning(warning)


def require(release: Snapshot, *marts: str) -> None:
    """Say that the release is older than this part, and stop, unless it has these marts."""
    if not all(map(release.has, marts)):
        st.info(release.absence)
        close_page(release)
        st.stop()


def choose_wave(release: Snapshot) -> int:
    """The selector of waves, the latest first; returns the year."""
    waves = {str(wave): f"Vague {wave}" for wave in queries.waves(release)}
    return int(filters.choose(filters.WAVE, "Vague d'enquête", waves, next(iter(waves))))


def choose_territory(release: Snapshot) -> str:
    """The selector of communautés de communes; returns a siren_epci, or "" for all."""
    names = {row["siren_epci"]: row["short_name"] for row in queries.territories(release)}
    options = {EVERYWHERE: "Toute la Drôme", **names}
    label = "Communauté de communes ou agglo"
    return filters.choose(filters.EPCI, label, options, EVERYWHERE)


def territory_name(release: Snapshot, siren_epci: str, key: str = "name") -> str:
    """The name (`short_name`: the short one) of an EPCI, or of the whole when none is chosen."""
    names: dict[str, str] = {row["siren_epci"]: row[key] for row in queries.territories(release)}
    return names.get(siren_epci, "Toute la Drôme")


def chosen(release: Snapshot) -> str:
    """The short name of the territory that the address or the reader chose; "" for all."""
    siren = filters.read(filters.EPCI)
    known = any(row["siren_epci"] == siren for row in queries.territories(release))
    return territory_name(release, siren, "short_name") if known else ""


def territory_shape(release: Snapshot, siren_epci: str) -> str:
    """The outline of an EPCI, or of the department when none is chosen, as GeoJSON text."""
    shapes = {row["siren_epci"]: row["geometry"] for row in queries.territories(release)}
    return str(shapes.get(siren_epci, queries.department(release)["geometry"]))


def choose_policy(release: Snapshot) -> str:
    """The selector of the four policies; returns its code."""
    options = {row["policy"]: row["policy_label"] for row in queries.policies(release)}
    return filters.choose(filters.POLICY, "Politique", options, next(iter(options)))


def map_size() -> tuple[int, int]:
    """Width and height of a map, in pixels: the server only knows whether it is on a phone."""
    return PHONE if on_phone() else DESK


def on_phone() -> bool:
    """Whether a finger chooses: it has to touch twice, the first time shows the bubble."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def close_page(release: Snapshot) -> None:
    """End a page: which release, when, from which sources; and watch for a new one."""
    filters.write_url()
    sharing.end(release)
    st.divider()
    st.html(_mention(release) if st.context.is_embedded else _provenance(release))
    if not st.context.is_embedded:
        st.page_link("views/accessibilite.py", label="Déclaration d'accessibilité")
    shown = (release.release_id, release.notice)
    _watch(filters.read(filters.RELEASE), shown, session.reader())


def _mention(release: Snapshot) -> str:
    """What must stand under figures shown inside another page, in one line."""
    labels = {source["source_label"] or source["source"] for source in queries.sources(release)}
    simulated = f" · {french.SIMULATED}" if release.manifest["has_simulated"] else ""
    sources = ", ".join(sorted(labels))
    return charts.note(f"Version {release.release_id}{simulated} · Sources : {sources}")


def _provenance(release: Snapshot) -> str:
    """Which release, when, from which files received when."""
    manifest = release.manifest
    dates: dict[str, str] = {}
    for source in queries.sources(release):
        if source["source"] == "structures" and source["is_simulated"]:
            continue  # the registry's date is that of the real one
        label, received = source["source_label"] or source["source"], str(source["received_on"])
        dates[label] = max(received, dates.get(label, ""))
    said = " · ".join(f"{label} : {french.day(date)}" for label, date in dates.items())
    mention = f" · {french.SIMULATED}" if manifest["has_simulated"] else ""
    return charts.note(
        f"Version {release.release_id}, publiée le {french.moment(manifest['created_at'])}"
        f" · découpage communal de {manifest['cog_year']}{mention}",
        f"Sources reçues — {said}",
    )


@st.fragment(run_every=WATCH)
def _watch(asked: str, shown: tuple[str, str | None] | None, reader: Reader) -> None:
    """Rerun the page when its address would now show another release, or to another reader."""
    if session.reader() != reader:
        st.rerun(scope="app")
    now = access.choose(reader, asked)
    if now is not None and (now.release_id, now.notice) != shown:
        st.rerun(scope="app")
