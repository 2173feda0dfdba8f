"""What a cell of text looks like: a number, a date; French and ISO ways of writing them."""

import re
from datetime import datetime
from functools import cache

UNITS = r"%|[km]?€|euros?|[kcm]?m|m[²2³3]|ha|[kM]?Wh|k?g|t|l|h|min|jours?|mois|ans?|pers\.|ETP"
NUMBER = re.compile(rf"[+-]?(?:\d{{1,3}}(?:[ .]\d{{3}})+|\d+)(?:[.,]\d+)?(?: ?(?:{UNITS}))?")
UNKNOWN = re.compile(  # what is said for want of a number
    r"(?:je )?ne sai[ts] pas|n\.?s\.?p\.?|n\.?c\.?|n/?[ad]"
    r"|non (?:renseigné|communiqué|connu)e?|inconnue?|(?:pas de|sans) réponse"
    r"|don['’]t know|unknown|[-–—?]",
    re.IGNORECASE,
)
# « 10 - Tout à fait » : an end of a scale, whose middle is only numbered
LABELLED = re.compile(r"([+-]?\d{1,3}(?:[.,]\d+)?) ?(?:[-–—:=]|\() ?\D.*")
IDENTIFIER = re.compile(r"0\d+|\d{9}|\d{14}")
DATES = (
    "%d/%m/%Y",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%b %d, %Y",
    "%d %b %Y",
)
TIMES = ("", " %H:%M", " %H:%M:%S", " %Hh%M", " %I:%M %p", " %I:%M:%S %p")
DAY = re.compile(r"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|.*?\b\d{4}\b)(.*)", re.DOTALL)
LONGEST_DATE = 35
ZONE = re.compile(r" (?:[A-Z]{3,4}|(?:UTC|GMT)[+-]\d+)$")
FRENCH_DAY = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?\d\d?(?:er)? "
    r"(?:janv(?:ier|\.)|févr(?:ier|\.)|mars|avr(?:il|\.)|mai|juin|juil(?:let|\.)|août"
    r"|sept(?:embre|\.)|oct(?:obre|\.)|nov(?:embre|\.)|déc(?:embre|\.)) \d{4}",
    re.IGNORECASE,
)


def is_number(text: str) -> bool:
    """Tell a number: decimal point or comma, spaces by thousands, a percent or euro sign."""
    return bool(NUMBER.fullmatch(text)) and not is_identifier(text)


def is_identifier(text: str) -> bool:
    """Tell figures that name something: a leading zero, a SIREN, a SIRET."""
    return bool(IDENTIFIER.fullmatch(text.replace(" ", "")))


def is_unknown(text: str) -> bool:
    """Tell the words for « ne sait pas » and « non renseigné »: an answer, and no number."""
    return bool(UNKNOWN.fullmatch(text))


def is_labelled_number(text: str) -> bool:
    """Tell a number followed by what it means, at an end of a scale."""
    return bool(LABELLED.fullmatch(text))


def is_number_or_end(text: str) -> bool:
    """Tell a number without a unit, or one with its meaning at an end of a scale."""
    return bool(re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", text)) or is_labelled_number(text)


@cache
def is_date(text: str) -> bool:
    """Tell a date, with its time or not: ISO 8601, French order, and what the tools write."""
    if not text[:1].isalnum() or len(text) > LONGEST_DATE or text.isdigit():
        return False
    return _is_iso(text) or _is_day_and_time(ZONE.sub("", text).replace(" - ", " "))


def _is_iso(text: str) -> bool:
    if not re.match(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_day_and_time(text: str) -> bool:
    match = DAY.fullmatch(text)
    if not match:
        return False
    day, time = match.groups()
    is_day = bool(FRENCH_DAY.fullmatch(day)) or any(_fits(day, layout) for layout in DATES)
    return is_day and any(_fits(time.replace(" à ", " "), layout) for layout in TIMES)


def _fits(text: str, layout: str) -> bool:
    try:
        datetime.strptime(text, layout)
    except ValueError:
        return False
    return True
