"""Going back to a former release, and the journal that remembers it."""

import json
from datetime import UTC, datetime

from pipelines import releases
from pipelines.errors import Problem, UnusableInput
from pipelines.settings import Settings

JOURNAL = "journal.jsonl"  # beside the pointer; one line a rollback, only ever added to


def roll_back(settings: Settings, release: str | None = None) -> str:
    """Serve `release` (by default the intact one before the served one) and return its id.

    The journal is written first: a process killed in between leaves a line that names a release
    which is not served, and readers pass over it. Serving what is served already writes nothing.
    Raises UnusableInput, and moves nothing, for a release that is unknown or damaged.
    """
    before = releases.served(settings)
    wanted = release or releases.intact_before(settings, before or "")
    if wanted is None:
        raise UnusableInput(
            Problem(
                "aucune version antérieure ne peut être servie.",
                hint="`tecs releases` énumère les versions et dit leur état.",
            )
        )
    releases.open_folder(settings, wanted)
    if wanted != before:
        _write(settings, before, wanted)
        releases.point(settings, wanted)
    return wanted


def _write(settings: Settings, before: str | None, after: str) -> None:
    journal = settings.published / JOURNAL
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps({"at": now, "from": before, "to": after}).encode() + b"\n"
    if journal.is_file() and not journal.read_bytes().endswith(b"\n"):
        line = b"\n" + line  # one cut short by a power failure must not swallow this one
    releases.write_durably(journal, line, "ab")
    releases.sync_folder(settings.published)
