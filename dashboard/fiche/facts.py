"""The parts of the fiche that are facts: who, which policies, structures, practices, changes."""

from dashboard import french, panels, queries
from dashboard.content.method import POLICY_NAMES
from dashboard.fiche import questions, reasons
from dashboard.fiche.section import GEOMETRY, Section, cited, point, score
from dashboard.indicators import state_in_words, state_of
from dashboard.snapshot import Row, Snapshot

NATURES = {"CC": "Communauté de communes", "CA": "Communauté d'agglomération",
           "CU": "Communauté urbaine", "METRO": "Métropole"}  # fmt: skip
PARTIAL = "Liste partielle : le registre ne dit pas tout, un zéro veut dire « aucune connue »."
FAR = 2  # standard deviations, over the three measures together
Item = tuple[str, str, str]  # what, value, from what


def identity(release: Snapshot, siren_epci: str) -> list[Item]:
    """The identity card: population, communes, surface, structures, practices."""
    epci = [e for e in queries.territories(release) if siren_epci in ("", e["siren_epci"])]
    structures = queries.structures(release, siren_epci or None)
    practices = queries.practices(release, siren_epci or None)
    known = [
        ("Structures au registre", *_known(len(structures), "une liste partielle")),
        ("Pratiques à partager", *_known(len(practices), "la brochure d'août 2022")),
    ]
    year = f"découpage de {epci[0]['cog_year']}"
    if not siren_epci:
        people, communes = (sum(e[f"{k}_drome"] for e in epci) for k in ("population", "communes"))
        return [
            ("Habitants", french.number(people), "population municipale, Drôme seule"),
            ("Communes", french.number(communes), year),
            ("Intercommunalités", french.number(len(epci)), "qui ont des communes en Drôme"),
            *known,
        ]
    one = epci[0]
    whole = one["communes"] == one["communes_drome"]
    inside = "toutes dans la Drôme" if whole else f"dont {one['communes_drome']} dans la Drôme"
    people = "population municipale"
    people += "" if whole else f", dont {french.number(one['population_drome'])} dans la Drôme"
    return [
        ("Habitants", french.number(one["population"]), people),
        ("Communes", french.number(one["communes"]), f"{inside}, {year}"),
        ("Surface", f"{french.number(one['area_km2'])}{french.THIN}km²", "contours simplifiés"),
        ("Densité", french.number(one["density"], 1), "habitants par km²"),
        *known,
    ]


def resemblance(release: Snapshot, near: list[Row], geometry: str) -> Section:
    """The territories that resemble this one, and the three values that say so."""
    return Section(
        "semblables", "Les territoires qui lui ressemblent",
        {"similar_name": "Territoire", "similar_population": "Habitants",
         "similar_density": "Habitants par km²", "similar_structures": "Structures au registre",
         "distance": "Écart"},
        ["similar_name", "similar_population", "similar_density", "similar_structures", "distance"],
        [{**row, GEOMETRY: geometry} for row in near],
        cited(release, "territories", "structures"),
        intro=_resembling(near[0]) if near else "",
    )  # fmt: skip


def policies(release: Snapshot, siren_epci: str, geometry: str) -> Section:
    """The schemes with their state and dates, the best state of each policy first."""
    if siren_epci:
        found = [r for r in queries.schemes(release) if r["siren_epci"] == siren_epci]
        found += queries.other_schemes(release, siren_epci)
    else:
        found = questions.all_schemes(release)
    about = {"epci_role_label": "Rôle"} if siren_epci else {"territories": "Territoires"}
    columns = {
        "policy_label": "Politique", "state": "État", "name": "Dispositif", **about,
        "dates": "Dates", "origin": "Source et confiance", "start_date": "Début",
        "adopted_date": "Label, signature ou adoption", "expires_on": "Échéance",
        "address": "Adresse de la source", "as_of": "État au",
    }  # fmt: skip
    dated = f"État au {french.day(found[0]['as_of'])}." if found else ""
    return Section(
        "politiques", "Les politiques et leurs dates", columns,
        ["policy_label", "state", "name", *about, "dates", "origin"],
        [_scheme(row, geometry, siren_epci) for row in found], cited(release, "policies"),
        intro=f"{dated} « Inconnu » ne veut pas dire que la politique n'existe pas. "
        f"{POLICY_NAMES}".strip(),
    )  # fmt: skip


def structures(release: Snapshot, siren_epci: str) -> Section:
    """The structures of the registry."""
    found = queries.structures(release, siren_epci or None)
    return Section(
        "structures", "Structures au registre",
        {"name": "Structure", "commune": "Commune", "denomination_label": "D'après son nom",
         "approval_label": "Agrément de la CAF", "note": "À lire avec", "source": "Source"},
        ["name", "commune", "denomination_label", "approval_label"],
        [{**row, GEOMETRY: point(row)} for row in found], cited(release, "structures"),
        intro=PARTIAL, empty="Aucune structure connue au registre, qui est partiel.",
    )  # fmt: skip


def practices(release: Snapshot, siren_epci: str) -> Section:
    """The practices that its structures share."""
    found = queries.practices(release, siren_epci or None)
    return Section(
        "pratiques", "Pratiques à partager",
        {"label": "Pratique", "structure_name": "Structure", "commune": "Commune",
         "main_theme_label": "Thème", "scope_label": "Périmètre", "note": "À lire avec",
         "source": "Source", "source_date": "Date"},
        ["label", "structure_name", "commune", "main_theme_label"],
        [{**row, GEOMETRY: point(row)} for row in found], cited(release, "practices"),
        empty="Aucune pratique connue dans la brochure de la démarche.",
    )  # fmt: skip


def territories(release: Snapshot, wave: int) -> Section:
    """Every EPCI of the Drôme with its figures of the wave."""
    found = questions.overall_by_territory(release, wave)
    rows = [{**r, "reading": score(r if r["structures"] is not None else None)} for r in found]
    return Section(
        "territoires", f"Les intercommunalités, vague {wave}",
        {"name": "Territoire", "population": "Habitants", "registered": "Structures au registre",
         "reading": "Maturité", "structures": "Structures répondantes", "score": "Score sur 100"},
        ["name", "population", "registered", "reading", "structures"], rows,
        cited(release, "surveys", wave=wave) + cited(release, "territories", "structures"),
        intro="Maturité de l'ensemble des thèmes.",
        simulated=any(row["is_simulated"] for row in rows),
    )  # fmt: skip


def opportunities(release: Snapshot, siren_epci: str, geometry: str) -> Section:
    """Where to go next, or why nothing is proposed."""
    found = questions.opportunities(release, siren_epci)
    place = {} if siren_epci else {"territory": "Territoire"}
    return Section(
        "pistes", "Pistes d'accompagnement",
        place | {"title": "Piste", "kind_label": "Nature", "why": "Pourquoi", "rank": "Rang"},
        [*place, "title", "kind_label", "why"], [{**row, GEOMETRY: geometry} for row in found],
        cited(release, "surveys", "policies", "structures", "practices") if found else [],
        intro="Tirées des chiffres par une règle, la même partout ; à discuter.",
        empty="" if found else reasons.no_proposal(release, siren_epci),
        simulated=any(row["is_simulated"] for row in found),
    )  # fmt: skip


def mentoring(release: Snapshot, siren_epci: str, geometry: str) -> Section | None:
    """The first who may accompany each structure on each theme; None when not for this reader.

    None too for the whole Drôme: the page « Accompagner » has them all.
    """
    found = queries.mentoring(release, siren_epci) if release.has("mentoring") else []
    found = [row for row in found if row["choice"] == 1]
    if not siren_epci or not found:
        return None
    return Section(
        "accompagner", "Qui peut accompagner qui",
        {"title": "Proposition", "why": "Pourquoi", "rank_in_epci": "Rang"}, ["title", "why"],
        [{**row, GEOMETRY: geometry} for row in found],
        cited(release, "surveys", wave=found[0]["wave"]) + cited(release, "structures"),
        intro="Pour chaque structure et thème, la première ; les autres sont à la page "
        f"« Accompagner ». {french.COMITE_ONLY}",
        simulated=any(row["is_simulated"] for row in found),
    )  # fmt: skip


def _known(several: int, basis: str) -> tuple[str, str]:
    """A number of things known, and from what: none known is not zero."""
    return (french.number(several) if several else "aucune connue", f"d'après {basis}")


def _scheme(row: Row, geometry: str, siren_epci: str) -> Row:
    name = " — porté par ".join(filter(None, (row["official_name"], row["carrier"])))
    code = state_of(row) if siren_epci else row["state"]
    said = {"state_code": code, "state": state_in_words(row, code), "dates": panels.dates(row)}
    said |= {"name": name or "aucun trouvé", "origin": panels.origin(row), GEOMETRY: geometry}
    return row | said | ({} if row["dispositif_id"] else {"epci_role_label": "–"})


def _resembling(row: Row) -> str:
    """Why they resemble one another, in a sentence; and when even the nearest is far."""
    far = row["distance"] > FAR
    return (
        f"Ici : {french.count(row['population'], 'habitant')}, "
        f"{french.number(row['density'], 1)} habitants par km², "
        f"{french.count(row['structures'], 'structure')} au registre. Sont dits semblables les "
        "territoires les plus proches par ces trois mesures ensemble. Plus l'écart est grand, "
        "moins ils se ressemblent."
        + (" Ici aucun n'est vraiment proche : à comparer avec prudence." if far else "")
    )
