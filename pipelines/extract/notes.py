"""What goes with an extract: its source.toml, and PROVENANCE.md with what it was read from."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pipelines.extract.origins import OFFICIAL

PROVENANCE = """# D'où viennent ces territoires

Fichier écrit par la commande `tecs territoires` ; ne pas le modifier à la main.

{title}, {vintage}.

| Lu | sha256 |
|---|---|
{checksums}

Ce que la commande a réparé dans les contours :

{repairs}

Adresses officielles, que la commande lit quand aucun paquet ne lui est donné :

{addresses}
"""


def write_notes(
    folder: Path,
    *,
    department: str,
    cog_year: int,
    repairs: Sequence[str],
    checksums: Mapping[str, str],
    received_on: date,
) -> None:
    """Write source.toml and PROVENANCE.md; `checksums` is sha256 by name of what was read."""
    title = f"Communes et intercommunalités ({department} et EPCI qui y ont des communes)"
    words = {
        "title": title,
        "producer": "IGN et Etalab, d'après l'Insee, la DGCL, La Poste et la DILA",
        "licence": "etalab-2.0",
        "address": "https://geo.api.gouv.fr/decoupage-administratif",
        "vintage": f"COG {cog_year}",
        "attribution": "Contours : IGN, Admin Express, simplifiés. Codes et populations : Insee. "
        "Composition des EPCI : DGCL. Codes postaux : La Poste. Mairies : DILA.",
        "note": " ".join(
            ["Contours simplifiés, nettoyés pour que les voisins partagent leurs bords.", *repairs]
        ),
    }
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in words.items()]
    lines += [f"received_on = {received_on.isoformat()}", "personal_data = false"]
    (folder / "source.toml").write_text("\n".join(lines) + "\n", "utf-8")
    addresses = (OFFICIAL.division, OFFICIAL.contours, OFFICIAL.town_halls)
    (folder / "PROVENANCE.md").write_text(
        PROVENANCE.format(
            title=title,
            vintage=words["vintage"],
            checksums="\n".join(f"| {n} | `{checksums[n]}` |" for n in sorted(checksums)),
            repairs="\n".join(f"- {repair}" for repair in repairs) or "- rien",
            addresses="\n".join(f"- `{address}`" for address in addresses),
        ),
        "utf-8",
    )
