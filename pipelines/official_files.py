"""The official files known by hand, and the drop that a download of one of them makes."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pipelines.errors import Problem, UnusableInput
from pipelines.settings import SQL
from pipelines.sources.layouts import NAMES
from pipelines.sources.sidecar import SIDECAR
from pipelines.sources.tabular import frame, nearest, read_table

KNOWN = SQL / "reference" / "official_files.csv"
RECEIPT = ".fetch.json"  # a dot-file is no data file of a drop


@dataclass(frozen=True)
class OfficialFile:
    """One line of official_files.csv: where a file is published, and as what."""

    name: str
    layout: str
    file: str  # the name it gets
    title: str
    producer: str
    licence: str
    address: str
    page: str  # where a person finds it
    personal_data: str  # true or false


@dataclass(frozen=True)
class Receipt:
    """What the server said of the file that is here, and what its bytes were."""

    address: str = ""
    etag: str | None = None
    last_modified: str | None = None
    sha256: str = ""


def choose(names: Sequence[str], known: Path = KNOWN) -> list[OfficialFile]:
    """Return the official files of these names, or all of them when none is given.

    `known` is a CSV like official_files.csv. Raises UnusableInput: unreadable list, unknown name,
    unknown layout.
    """
    columns = list(OfficialFile.__dataclass_fields__)
    rows = frame(read_table(known, known.name), required=columns)[columns].fillna("")
    files = {line[0]: OfficialFile(*line) for line in rows.itertuples(index=False, name=None)}
    problems = [
        Problem(
            "ce fichier officiel est inconnu.",
            found=name,
            expected=", ".join(files),
            hint=f"Écrire {guess} ?" if (guess := nearest(name, files)) else None,
        )
        for name in names
        if name not in files
    ]
    problems += [
        Problem("présentation inconnue.", known.name, found=file.layout, expected=", ".join(NAMES))
        for file in files.values()
        if file.layout not in NAMES
    ]
    if problems:
        raise UnusableInput(problems)
    return [files[name] for name in names or files]


def find_receipt(folder: Path, file: OfficialFile) -> Receipt:
    """Return the receipt of the last download, found under `folder`.

    It is empty when the file was never downloaded, was changed or removed since, or came from
    another address: it must then be downloaded whatever the server says.
    """
    for drop in sorted(folder.glob(f"*-{file.name}"), reverse=True):
        path = drop / file.file
        if path.is_file() and (drop / RECEIPT).is_file():
            receipt = Receipt(**json.loads((drop / RECEIPT).read_text("utf-8")))
            same = receipt.address == file.address and receipt.sha256 == digest(path)
            return receipt if same else Receipt()
    return Receipt()


def write_drop(
    path: Path, target: Path, file: OfficialFile, receipt: Receipt, dates: Mapping[str, date]
) -> None:
    """Make the downloaded file at `path` the drop `target`, with its source.toml.

    `dates` are received_on and, when the server told, stated_on. A new drop appears complete; in a
    former one the file is replaced at once, and its source.toml keeps all but the two dates.
    `path` stands alone in a folder of the same disk.
    """
    pending = path.parent
    (pending / SIDECAR).write_text(_describe(target / SIDECAR, file, dates), "utf-8")
    (pending / RECEIPT).write_text(json.dumps(asdict(receipt), indent=1) + "\n", "utf-8")
    if file.personal_data == "true":
        (pending / ".gitignore").write_text("*\n", "utf-8")
    if target.is_dir():
        for one in (path, *(p for p in pending.iterdir() if p != path)):
            one.replace(target / one.name)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        pending.rename(target)


def digest(path: Path) -> str:
    """Return the sha256 of a file, hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _describe(former: Path, file: OfficialFile, dates: Mapping[str, date]) -> str:
    """The former source.toml with its new dates, or a draft."""
    when = "".join(f"{key} = {day.isoformat()}\n" for key, day in dates.items())
    if former.is_file():
        return (
            re.sub(r"(?m)^(received_on|stated_on)\s*=.*\n?", "", former.read_text("utf-8")) + when
        )
    words = {
        "title": file.title,
        "producer": file.producer,
        "licence": file.licence,
        "address": file.page,
        "layout": file.layout,
    }
    lines = [f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in words.items()]
    return "\n".join([*lines, f"personal_data = {file.personal_data}", when])
