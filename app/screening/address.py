"""Where a person lives: a number and a street, a postcode and a town, in French and in English."""

import re
from collections.abc import Iterator

from app.screening.finding import Finding
from app.screening.fold import Folded

_NUMBER = r"\d{1,4}(?:\s?[a-d](?![a-z])|\s?(?:bis|ter|quater))?(?:\s?[-/]\s?\d{1,4})?"
_SAID = (
    r"(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante"
    r"|cinquante|soixante)(?:[ -](?:et[ -])?(?:un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze))?"
)
# Words that hardly mean anything else after a number, then words that also mean lessons, seats or ways.
_STREET = (
    r"(?:rue|avenue|av\.?|ave|boulevard|bd\.?|bld|blvd|impasse|imp\.|chemin|ch\.|chem\.|ruelle|venelle|residence|lotissement"
    r"|hameau|lieu[- ]dit|faubourg|fbg|esplanade|promenade|rond[- ]point|allee|rte|r\.|chaussee|sentier|traverse|montee)"
)
_LOOSE_STREET = (
    r"(?:place|pl\.|cours|passage|route|quai|square|villa|cite|voie|allees|clos|mail|parc|domaine|cour)"
)
_LINK = r"(?:(?:de la|de l'|de|du|des|d'|les|la|le|l'|aux?|et)\s?)"
_FR = re.compile(
    rf"(?<![\w/.,])(?:{_NUMBER}|{_SAID}),?\s(?:de la\s|de l')?{_STREET}(?<=[\w.])\s{_LINK}{{0,3}}[a-z][\w'-]+"
)
_FR_LOOSE = re.compile(
    rf"(?<![\w/.,])(?!1\s){_NUMBER},?\s{_LOOSE_STREET}\s(?P<link>{_LINK}{{0,3}})(?P<name>[a-z][\w'-]+)"
)
_FR_HOME = re.compile(
    rf"\b(?:habite|vis|reside|demeure|loge|domicile|adresse|chez moi)\b[^.!?\n]{{0,25}}?\b{_STREET}\s{_LINK}{{0,3}}"
    r"(?P<name>[a-z][\w'-]+)"
)
_FR_AFTER = re.compile(
    rf"\b(?:rue|avenue|chaussee|boulevard|chemin|route|place)\s{_LINK}{{0,3}}[a-z][\w'-]+(?:\s[a-z][\w'-]+){{0,2}},?\s\d{{1,4}}"
    r",?\s(?:b-)?[1-9]\d{3}\s[a-z][\w'-]+"
)
_FR_TOWN = re.compile(
    r"(?<![\d.,/°])(?:f-)?(?:0[1-9]|[1-8]\d|9[0-8])\d{3},?\s(?P<town>[a-z][a-z'-]{2,})(?:[ -][A-Za-z][\w'-]+)?"
)
_NOT_A_TOWN = frozenset(
    [
        "euros",
        "euro",
        "personnes",
        "patients",
        "patientes",
        "ui",
        "pas",
        "francais",
        "francaises",
        "francs",
        "habitants",
        "cas",
        "morts",
        "malades",
        "unites",
        "kcal",
        "pieds",
        "plaquettes",
        "globules",
        "medecins",
        "dossiers",
        "heures",
        "fois",
        "ans",
        "voix",
        "lymphocytes",
        "leucocytes",
        "dollars",
        "livres",
        "signatures",
        "dons",
        "copies",
        "steps",
        "people",
        "units",
        "cells",
        "pounds",
        "patients",
        "the",
        "and",
    ]
)
_HOME_CUE = re.compile(
    r"\b(?:habite|habitons|vis|vivons|reside|adresse|domicile|chez (?:moi|nous)|demeur\w+|loge|livr\w+|envo\w+|demenag\w+"
    r"|live|living|address|post it|send|home|house|flat|moved|moving|deliver\w*|my place|visit me|venez|passe)\b"
)
_INSTITUTION = re.compile(
    r"\b(?:hopital|chu|chru|clinique|cabinet|pharmacie|mairie|mdph|cpam|centre|institut|siege|hospital|clinic|surgery"
    r"|pharmacy|town hall|council|library|salle|laboratoire|maison (?:de sante|des associations)|ehpad|gymnase|university)\b"
)

_EN_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|boulevard|blvd|crescent|terrace|drive|dr|court|ct|close)"
)
_EN_LOOSE = r"(?:Gardens|Grove|Place|Pl|Way|Mews|Hill|Park|Square|Sq|Walk|Row|Green|Rise|View|Parade|Circle|Court|Close|Drive|Quay)"
_EN = re.compile(rf"(?<![\w/.,:])\d{{1,5}}[a-d]?,?\s(?P<name>(?:[a-z][a-z'.-]+\s){{1,3}}){_EN_STREET}\b\.?")
_EN_CASED = re.compile(
    rf"(?<![\w/.,:])\d{{1,5}}[A-Da-d]?,?\s(?:The\s[A-Z][a-z]+|(?:[A-Z][a-z'.-]+\s){{1,3}}{_EN_LOOSE})\b"
)
_EN_SAID = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|twenty)"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?\s(?P<name>(?:[a-z][a-z'-]+\s){1,2})(?:street|road|avenue|lane)\b"
)
_EN_NOT_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "down",
        "on",
        "along",
        "this",
        "my",
        "across",
        "long",
        "mile",
        "miles",
        "year",
        "years",
        "minutes",
        "minute",
        "hours",
        "hour",
        "metres",
        "meters",
        "steps",
        "from",
        "off",
        "to",
        "of",
        "in",
        "up",
        "over",
        "by",
        "mg",
        "km",
        "kilometres",
        "days",
        "day",
        "week",
        "weeks",
        "more",
        "that",
        "per",
        "with",
        "and",
        "or",
        "for",
        "was",
        "were",
        "blocks",
        "months",
        "month",
        "yards",
        "patients",
        "people",
        "way",
        "is",
        "at",
        "bumpy",
        "rocky",
        "times",
        "hard",
        "same",
        "every",
        "each",
        "next",
        "other",
        "busy",
        "main",
        "country",
        "dirt",
        "quiet",
        "different",
        "lane",
        "lanes",
        "i",
    ]
)
_UK_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9])(?:A[BL]|B[ABDHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE"
    r"|K[ATWY]|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?"
    r"|YO|ZE)\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"
)
_CANADA = re.compile(r"(?<![A-Za-z0-9])[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d(?![A-Za-z0-9])")
_US_ZIP = re.compile(r"\b[A-Z][a-z]+,\s[A-Z]{2}\s\d{5}(?:-\d{4})?\b")


def find_addresses(folded: Folded) -> Iterator[Finding]:
    """Postal addresses, except those of an institution that nobody calls home."""
    for start, end in _spans(folded.cased, folded.lower):
        nearby = folded.lower[max(0, start - 70) : start]
        if _HOME_CUE.search(nearby) or not _INSTITUTION.search(nearby):
            yield Finding(start, end, "address")


def _spans(cased: str, low: str) -> Iterator[tuple[int, int]]:
    """Where something shaped like an address stands."""
    for pattern in (_FR, _FR_AFTER):
        yield from (match.span() for match in pattern.finditer(low))
    for match in _FR_LOOSE.finditer(low):
        named = cased[match.start("name")].isupper()
        if named or re.match(r"de l|du|de la", match.group("link")) and "cours" not in match.group():
            yield match.span()
    for match in _FR_HOME.finditer(low):
        if cased[match.start("name")].isupper():
            yield match.span()
    for match in _FR_TOWN.finditer(low):
        near_home = _HOME_CUE.search(low, max(0, match.start() - 60), match.start())
        named = cased[match.start("town")].isupper()
        if match.group("town") not in _NOT_A_TOWN and (named or near_home):
            yield match.span()
    for pattern in (_EN, _EN_SAID):
        for match in pattern.finditer(low):
            if not _EN_NOT_NAMES.intersection(match.group("name").split()):
                yield match.span()
    for pattern in (_EN_CASED, _UK_POSTCODE, _CANADA, _US_ZIP):
        yield from (match.span() for match in pattern.finditer(cased))
