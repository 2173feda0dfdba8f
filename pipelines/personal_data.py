"""Personal data in a text: what looks like a person, a way to reach one, or a machine of theirs.

Patterns, not proof: a name alone is not recognised. Declared columns never enter staging, this is
the second fence, on what is about to be published.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

KINDS = {
    "email": "adresse électronique",
    "phone": "numéro de téléphone",
    "ip": "adresse IP",
    "siren": "SIREN ou SIRET",
    "person": "nom de personne",
}
BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
NAME = r"[A-ZÀ-ÖØ-Þ](?:[a-zà-öø-ÿ]+|[A-ZÀ-ÖØ-Þ]+|\.)(?:['’-]\w+)*"
PATTERNS = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # no digit, letter or decimal mark around: neither a figure, a code nor a fingerprint
    "phone": re.compile(r"(?<![\w.,/-])(?:(?:\+|00)33[ .-]?(?:\(0\))?|0)[1-9](?:[ .-]?\d\d){4}\b"),
    "ip": re.compile(rf"(?<![\w.]){BYTE}(?:\.{BYTE}){{3}}(?![\w.]*\w)"),
    "siren": re.compile(r"(?<![\w.,/-])\d{3}([ .]?)\d{3}\1\d{3}(?:\1\d{5})?(?![\w,/-])"),
    "person": re.compile(
        rf"\b(?:M\.|MM\.|Mr|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur)\s+"
        rf"{NAME}(?:\s+(?:d[eu]\s+|de\s+la\s+)?{NAME})*"
    ),
}
HEADERS = {
    "email": r"courriel|e-?mail|m[eé]l\b|adresse [eé]lectronique|mail\b",
    "phone": r"t[eé]l[eé]phone|t[eé]l\b|portable|phone",
    "ip": r"adresse ip|ip address|ipaddr|ip_address\b|^ip$",
    "person": r"pr[eé]nom|nom de famille|nom d.utilisateur|username|user ?name"
    r"|(?:votre|vos|vous) .*\bnoms?\b|noms? (?:du|de la) (?:r[eé]pondant|personne|responsable)",
}
SHARE = 0.5  # of the filled cells of a column, from which it is a personal one


@dataclass(frozen=True)
class Finding:
    """One passage that looks personal."""

    kind: str  # a key of KINDS
    text: str  # the passage: personal, not to be printed

    @property
    def hint(self) -> str:
        """What it is, without saying it: the kind, the first letter, the length."""
        return f"{KINDS[self.kind]} ({self.text[:1]}…, {len(self.text)} caractères)"


def scan(text: str, allowed: Collection[str] = ()) -> list[Finding]:
    """Return what looks personal in a text, in the order of KINDS.

    `allowed` holds passages that are public: the name of a place, the number of an organisation.
    """
    return [found for found in _found(text) if found.text not in allowed]


def looks_personal(header: str, values: Iterable[str | None]) -> str | None:
    """Return the kind of personal data that a column holds (a key of KINDS), or None.

    By its header, unless its cells are of another kind (« Réparez-vous des téléphones ? »), else
    by its filled cells: more than half of them made of one kind.
    """
    filled = [value for value in values if value]
    for kind, words in HEADERS.items():
        if re.search(words, header, re.IGNORECASE) and (
            kind == "person" or not filled or any(PATTERNS[kind].search(value) for value in filled)
        ):
            return kind
    counts = Counter(filled)
    for kind in ("email", "phone", "ip", "person"):
        found = sum(count for value, count in counts.items() if PATTERNS[kind].search(value))
        if found > SHARE * len(filled):
            return kind
    return None


def _found(text: str) -> Iterator[Finding]:
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            if kind != "siren" or _is_private(match[0]):
                yield Finding(kind, match[0])


def _is_private(number: str) -> bool:
    """A number whose key is right and that is no public body's: those begin with 1 or 2 (Insee).

    Nothing in a number tells a person in business from a company or an association: an
    organisation's own number has to be allowed.
    """
    digits = re.sub(r"\D", "", number)
    return digits[0] not in "012" and all(_has_right_key(part) for part in {digits[:9], digits})


def _has_right_key(digits: str) -> bool:
    """Luhn: every second digit from the right doubled, the sum of the digits divisible by ten."""
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0
