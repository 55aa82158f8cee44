"""What the State and the bank know a person by: NIR, other national numbers, IBAN, date of birth."""

import re
from collections.abc import Iterator

from stdnum import iban as iban_number
from stdnum.be import nn as belgian_number
from stdnum.ch import ssn as swiss_number
from stdnum.fr import nir as french_number
from stdnum.gb import nhs as nhs_number

from app.screening.finding import Finding
from app.screening.fold import Folded

_GAP = r"[ .\-/]{0,2}"
_NIR = re.compile(
    rf"(?<![\d])[12]{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d\d|2[ab]){_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"(?:{_GAP}\d\d)?(?!\d)"
)
_NIR_CUE = re.compile(r"\b(?:secu\w*|nir|n° ?ss|numero ss|immatriculation|social security)\b")
_NHS = re.compile(r"\bnhs (?:number|no\.?|num)\D{0,12}(\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)")
_NINO = re.compile(r"(?<![a-z0-9])[abceghj-prstw-z][abceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d](?![a-z0-9])")
_NINO_CUE = re.compile(r"\b(?:national insurance|ni number|nino|n\.i\.)\b")
_SWISS = re.compile(r"(?<!\d)756[. ]?\d{4}[. ]?\d{4}[. ]?\d\d(?!\d)")
_BELGIAN = re.compile(r"(?<!\d)\d\d\.?[01]\d\.?[0-3]\d-?\d{3}[.-]?\d\d(?!\d)")
_IBAN = re.compile(r"(?<![a-z0-9])[a-z]{2} ?\d\d(?:[ .-]?[a-z0-9]){11,30}")
_IBAN_LENGTHS = {
    "at": 20, "be": 16, "bg": 22, "ch": 21, "cy": 28, "cz": 24, "de": 22, "dk": 18, "ee": 20, "es": 24,
    "fi": 18, "fr": 27, "gb": 22, "gr": 27, "hr": 21, "hu": 28, "ie": 22, "is": 26, "it": 27, "li": 21,
    "lt": 20, "lu": 20, "lv": 21, "ma": 28, "mc": 27, "mt": 31, "nl": 18, "no": 15, "pl": 28, "pt": 25,
    "ro": 24, "se": 24, "si": 19, "sk": 24, "sm": 27, "tn": 24, "tr": 26,
}  # fmt: skip

_MONTH = (
    r"(?:janv(?:ier)?|fevr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|dec(?:embre)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|september|october|november|december)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:er|st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{1,2}}\s?[/.\- ]\s?\d{{1,2}}\s?[/.\- ]\s?(?:{_YEAR}|\d\d)|{_YEAR}[/.-]\d\d?[/.-]\d\d?"
    rf"|{_DAY}\s(?:of\s|de\s)?{_MONTH},?\s(?:{_YEAR}|'?\d\d)|{_MONTH}\s{_DAY},?\s{_YEAR})(?!\d)"
)
_BIRTH = re.compile(
    r"\b(?:nee?s?\s(?:a\s\w+\s)?le|nais(?:sance)?\s(?:le|:|est|du)|date de naissance\D{0,14}|d\.?d\.?n\.?|d\.?o\.?b\.?"
    r"|date of birth\D{0,14}|birth ?da(?:te|y)\D{0,14}|anniversaire\s(?:est\s)?le|born(?:\sin\s\w+)?(?:\son)?(?:\sthe)?)"
    rf"\s?[:=]?\s?(?:le\s|on\s|the\s|is\s|lundi\s|mardi\s|mercredi\s|jeudi\s|vendredi\s|samedi\s|dimanche\s)?({_DATE})"
)
_OWN_BIRTH = re.compile(
    rf"\b(?:je suis nee? le|i was born on(?: the)?)\s({_DAY}\s(?:of\s|de\s)?{_MONTH}|{_MONTH}\s{_DAY})(?!\w)"
)
_NOBODY = re.compile(
    r"\b(?:association|asso|projet|groupe|forum|idee|fondation|collectif|centre|nhs|service|charity|organisation"
    r"|organization|foundation|project|group|club|site|reseau|network|loi|law|entreprise|company|hopital|hospital"
    r"|mouvement|movement|journal|revue|campaign|campagne|king|queen|roi|reine)\b"
)


def find_numbers(folded: Folded) -> Iterator[Finding]:
    """National numbers whose key is right, and IBANs."""
    low = folded.lower
    for match in _NIR.finditer(low):
        number = re.sub(r"[ .\-/]", "", match.group()).upper()
        keyed = len(number) == 15 and french_number.is_valid(number)
        told = len(number) == 13 and _NIR_CUE.search(low, max(0, match.start() - 60), match.start())
        if keyed or told:
            yield Finding(match.start(), match.end(), "nir")
    yield from _ibans(low)
    for match in _NHS.finditer(low):
        if nhs_number.is_valid(match.group(1)):
            yield Finding(match.start(1), match.end(1), "national_id")
    for match in _NINO.finditer(low):
        if _NINO_CUE.search(low, max(0, match.start() - 40), match.start()):
            yield Finding(match.start(), match.end(), "national_id")
    for pattern, check in ((_SWISS, swiss_number.is_valid), (_BELGIAN, belgian_number.is_valid)):
        for match in pattern.finditer(low):
            if check(match.group()) and (pattern is _SWISS or not match.group().isdigit()):
                yield Finding(match.start(), match.end(), "national_id")


def _ibans(low: str) -> Iterator[Finding]:
    """IBANs of Europe and the Maghreb: right length and key, or right length after the word IBAN."""
    for match in _IBAN.finditer(low):
        length = _IBAN_LENGTHS.get(match.group()[:2])
        kept = [at for at, char in enumerate(match.group()) if char.isalnum()][:length]
        if length is None or len(kept) < length:
            continue
        end = match.start() + kept[-1] + 1
        number = "".join(match.group()[at] for at in kept)
        named = re.search(r"\b(?:iban|rib)\b", low[max(0, match.start() - 30) : match.start()])
        if iban_number.is_valid(number, check_country=False) or (
            named and sum(map(str.isdigit, number)) > 12
        ):
            yield Finding(match.start(), end, "iban")


def find_births(folded: Folded) -> Iterator[Finding]:
    """Full dates of birth of living people; a year alone, or the birth of an association, is not one."""
    low = folded.lower
    for match in _BIRTH.finditer(low):
        year = re.search(r"\b1[0-8]\d\d|\b190\d", match.group(1))
        if not year and not _NOBODY.search(low, max(0, match.start() - 50), match.start()):
            yield Finding(match.start(1), match.end(1), "birth_date")
    for match in _OWN_BIRTH.finditer(low):
        yield Finding(match.start(1), match.end(1), "birth_date")
