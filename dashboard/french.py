"""French texts and formats shared by the pages."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)
PARIS = ZoneInfo("Europe/Paris")
SIMULATED = "Réponses simulées"
SIMULATED_TEXT = (
    "Les réponses à l'enquête, et les structures qui les donnent, sont fictives : on ne peut rien "
    "en conclure. Les territoires, les politiques, le registre et les pratiques sont réels et "
    "sourcés."
)
OLDER_RELEASE = (
    "Cette version a été publiée avant que cette partie existe : elle ne la contient pas."
)
RESERVED = (
    "Cette partie est réservée au comité de pilotage, et aux partenaires pour leur territoire : "
    "elle en dirait trop sur les réponses d'une structure."
)
COMITE_ONLY = (
    "Pour le comité de pilotage seul : des structures y sont nommées. Montré à tous tant que les "
    "réponses, et ces structures, sont fictives."
)
NOT_KNOWN = "non connu"
THIN = "\u202f"  # the narrow no-break space of French numbers
FIXED = "\u00a0"  # the no-break space of « » and of the colon
# a sign ends a word: before a space, the end, a quotation mark or a tag; never « ![ » of Markdown
SPACES = (
    (re.compile(r"« "), f"«{FIXED}"),
    (re.compile(r" »"), f"{FIXED}»"),
    (re.compile(r"(?<=\S) :(?=[\s*<\"'»]|$)"), f"{FIXED}:"),
    (re.compile(r"(?<=\S) ([;?!])(?=[\s*<\"'».,)]|$)"), rf"{THIN}\1"),
    (re.compile(r"(?<=\d) (?=%|000\b)"), THIN),
    (re.compile(r"(?<=\d) (?=(?:structure|territoire|commune|point|km|hab|EPCI)s?\b)"), FIXED),
    (re.compile(rf"(?<=\d) (?=(?:{'|'.join(MONTHS)})\b)"), FIXED),
)


def typeset(text: str) -> str:
    """The same text with the no-break spaces of French: « Où ? » is never cut before its sign."""
    for pattern, instead in SPACES:
        text = pattern.sub(instead, text)
    return text


def number(value: float | None, decimals: int = 0) -> str:
    """12345.6 → « 12 345,6 »; None → « non connu »."""
    if value is None:
        return NOT_KNOWN
    return f"{value:,.{decimals}f}".replace(",", THIN).replace(".", ",")


def percent(share: float | None) -> str:
    """0.256 → « 26 % »."""
    return NOT_KNOWN if share is None else f"{number(100 * share)}{THIN}%"


def span(low: float, high: float) -> str:
    """47.6, 60.03 → « de 48 à 60 »."""
    return f"de {number(low)} à {number(high)}"


def count(n: int, singular: str, plural: str | None = None) -> str:
    """1, structure → « 1 structure »; 0 takes the singular, as French does."""
    return f"{number(n)} {singular if n < 2 else plural or singular + 's'}"  # noqa: PLR2004 # French grammar


def quoted(text: str) -> str:
    """Words that came from an address, cut and between « »: Markdown shows them, never obeys."""
    shown = text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 # one line
    return f"« {plain(shown)} »"


def plain(text: str) -> str:
    """A text that Markdown shows as it is: a name is never a link, nor an image."""
    # the punctuation of ASCII alone: Markdown shows a backslash before any other sign
    return re.sub(r"(?![,;.-])([!-/:-@\[-`{-~])", r"\\\1", text)


def day(text: object) -> str:
    """An ISO date, whole or partial: « 23 novembre 2026 », « février 2020 », « 2021 »."""
    parts = [int(part) for part in str(text or "")[:10].split("-") if part.isdigit()]
    match parts:
        case [year, month, number]:
            first = "1er" if number == 1 else str(number)
            return f"{first} {MONTHS[month - 1]} {year}"
        case [year, month]:
            return f"{MONTHS[month - 1]} {year}"
        case [year]:
            return str(year)
        case _:
            return NOT_KNOWN


def moment(iso: str) -> str:
    """The hour of Paris of a moment in UTC: « 24 novembre 2026 à 11 h 32 »."""
    here = datetime.fromisoformat(iso).replace(tzinfo=UTC).astimezone(PARIS)
    return f"{day(here.date())} à {here.hour}{THIN}h{THIN}{here:%M}"


def moments(*isos: str) -> list[str]:
    """Several moments, with their seconds when two of them are of the same minute."""
    said = [moment(iso) for iso in isos]
    if len(set(said)) == len(said):
        return said
    return [f"{words} et {iso[17:19]}{THIN}s" for words, iso in zip(said, isos, strict=True)]
