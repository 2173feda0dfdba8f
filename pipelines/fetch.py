"""Downloads the official files into raw/policies/, on a connected machine; never in the pipeline.

A file replaces the former one only when it is whole and of its layout; until then nothing moves.
"""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import stamina
from stamina.instrumentation import set_on_retry_hooks

from pipelines.errors import Problem, UnusableInput
from pipelines.official_files import OfficialFile, Receipt, digest, find_receipt, write_drop
from pipelines.settings import Settings
from pipelines.sources.layouts import find_layout, read_file

USER_AGENT = "observatoire-tecs (tecs fetch)"
HTML = (b"<!doctype html", b"<html", b"<head")
UNCHANGED = 304
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How long and how large a download may be, and how often it is tried."""

    silence: float = 30  # seconds without a byte
    total: float = 600  # seconds for one attempt at one file
    size: int = 200 * MEBIBYTE  # bytes
    attempts: int = 3
    wait: float = 1  # seconds before the second attempt; more before the third


@dataclass(frozen=True)
class Fetched:
    """What became of one file."""

    name: str
    outcome: str  # French: nouveau, mis à jour, inchangé
    place: str = ""  # its drop, relative to the data folder
    rows: int = 0  # lines under the header
    sha256: str = ""


def fetch(
    settings: Settings,
    wanted: Sequence[OfficialFile],
    limits: Limits = Limits(),  # frozen
    today: date | None = None,
) -> tuple[list[Fetched], list[Problem]]:
    """Download each file into raw/policies/<year>-<name>/, unless it is the same as before.

    Returns what became of each, and the problems of those that were refused: no answer, an error
    of the server, too slow, too large, empty, cut short, a web page instead of a table, not the
    layout expected. The former file of a refused one stays as it was.
    """
    set_on_retry_hooks([])  # its own words are in English
    settings.data.mkdir(parents=True, exist_ok=True)
    done: list[Fetched] = []
    problems: list[Problem] = []
    for file in wanted:
        try:
            done.append(_fetch_one(settings, file, limits, today or date.today()))
        except UnusableInput as error:
            problems.extend(error.problems)
    return done, problems


def _fetch_one(settings: Settings, file: OfficialFile, limits: Limits, today: date) -> Fetched:
    folder = settings.raw / "policies"
    former = find_receipt(folder, file)
    target = folder / f"{today:%Y}-{file.name}"
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=settings.data) as pending:
        path = Path(pending) / "drop" / file.file
        path.parent.mkdir()
        headers = _download(file.address, path, former, limits)
        if headers is None or digest(path) == former.sha256:
            return Fetched(file.name, "inchangé")
        _refuse_other_than_tables(path, file.address, headers)
        rows = len(read_file(path, file.address, find_layout(file.layout, file.name)))
        dates = {"received_on": today, **_stated_on(headers, today)}
        sha256 = digest(path)
        receipt = Receipt(file.address, headers.get("etag"), headers.get("last-modified"), sha256)
        outcome = "mis à jour" if target.is_dir() else "nouveau"
        write_drop(path, target, file, receipt, dates)
    return Fetched(file.name, outcome, target.relative_to(settings.data).as_posix(), rows, sha256)


def _download(address: str, path: Path, former: Receipt, limits: Limits) -> httpx.Headers | None:
    """Write what the address answers to `path`; return its headers, None when it is unchanged."""
    try:
        for attempt in stamina.retry_context(
            on=_may_pass, attempts=limits.attempts, wait_initial=limits.wait, timeout=None
        ):
            with attempt:
                return _attempt(address, path, former, limits)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnusableInput(_tell(address, error, limits)) from error
    return None


def _attempt(address: str, path: Path, former: Receipt, limits: Limits) -> httpx.Headers | None:
    asked = {"If-None-Match": former.etag, "If-Modified-Since": former.last_modified}
    headers = {"User-Agent": USER_AGENT, **{key: said for key, said in asked.items() if said}}
    deadline = time.monotonic() + limits.total
    with (
        httpx.Client(follow_redirects=True, timeout=limits.silence, headers=headers) as client,
        client.stream("GET", address) as answer,
    ):
        if answer.status_code == UNCHANGED and former.sha256:
            return None
        answer.raise_for_status()
        _refuse_large(address, int(answer.headers.get("content-length", 0)), limits)
        with path.open("wb") as out:
            for chunk in answer.iter_bytes():
                out.write(chunk)
                _refuse_large(address, out.tell(), limits)
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("deadline")
        return answer.headers


def _may_pass(error: Exception) -> bool:
    """Whether another attempt may succeed: the network, or a server that is busy."""
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code in TRY_AGAIN
    return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.ReadTimeout)


def _tell(address: str, error: Exception, limits: Limits) -> Problem:
    """What went wrong on the way, in French."""
    page = "Chercher la nouvelle adresse sur la page du jeu de données (official_files.csv)."
    match error:
        case httpx.HTTPStatusError(response=response) if response.status_code in {404, 410}:
            return Problem("ce fichier n'est plus à cette adresse.", address, hint=page)
        case httpx.HTTPStatusError(response=response):
            found = f"erreur {response.status_code}"
            return Problem("le serveur refuse ou échoue.", address, found=found, hint=page)
        case httpx.TimeoutException():
            return Problem(
                "le serveur est trop lent.",
                address,
                expected=f"un octet toutes les {limits.silence:g} s, tout en {limits.total:g} s",
                hint="Réessayer plus tard.",
            )
        case httpx.RemoteProtocolError() | httpx.ReadError():
            return Problem(
                "le téléchargement s'est interrompu : le fichier est tronqué.",
                address,
                hint="Réessayer ; si cela dure, télécharger le fichier depuis sa page.",
            )
    return Problem(
        "pas de réponse de cette adresse.", address, found=str(error), hint="Vérifier la connexion."
    )


def _refuse_large(address: str, size: int, limits: Limits) -> None:
    if size > limits.size:
        raise UnusableInput(
            Problem(
                "le fichier est trop gros.",
                address,
                found=f"plus de {limits.size // MEBIBYTE} Mio",
                hint="Vérifier sur sa page que c'est bien le fichier attendu.",
            )
        )


def _refuse_other_than_tables(path: Path, address: str, headers: httpx.Headers) -> None:
    with path.open("rb") as content:
        head = content.read(500).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(HTML) or headers.get("content-type", "").startswith("text/html"):
        raise UnusableInput(
            Problem(
                "l'adresse donne une page web au lieu d'un tableau.",
                address,
                hint="Ouvrir l'adresse dans un navigateur : maintenance, ou nouvelle adresse ?",
            )
        )


def _stated_on(headers: httpx.Headers, today: date) -> dict[str, date]:
    """The day on which the server last changed the file: its data are no more recent."""
    try:
        day = parsedate_to_datetime(headers.get("last-modified", "")).date()
    except ValueError:
        return {}
    return {"stated_on": day} if day < today else {}
