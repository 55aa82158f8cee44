"""Full names: how people introduce themselves, sign, or speak of a relative or of their doctor."""

import re
from collections.abc import Iterator

from app.screening.finding import Finding
from app.screening.fold import Folded
from app.screening.given_names import GIVEN_NAMES, NOT_NAMES, PUBLIC_FIGURES

_CAP = r"(?:(?:[DO]'|Mc|Mac|L[ea] ?|D[eu] )?[A-Z][a-zA-Z]+(?:-[A-Z][a-zA-Z]+)*)"
_PARTICLE = r"(?:(?:de la|de|du|des|le|la|van der|van den|van|von|ben|el|al|d')\s?)"
_FULL = rf"(?P<first>[A-Z][a-zA-Z]+(?:-[A-Z][a-zA-Z]+)*)\s(?:[A-Z]\.\s)?{_PARTICLE}?(?P<last>{_CAP})"
_LOW = r"(?P<first>[a-z]{3,14}(?:-[a-z]{3,12})?)\s(?P<last>(?:de la |de |du |le |la |o'|mc|van |ben )?[a-z]{3,20})"

_SELF = (
    r"(?:je m'? ?appelle|j'm'appelle|mon nom(?: complet| de famille)?(?: est|,? c'est| :|:)|moi,? c'est|je me presente ?[,:]?"
    r"|je me nomme|my (?:full |real |legal )?name(?: is|'s|:)|i(?: am|'m) called|call me|vrai nom(?: est| :|,? c'est)"
    r"|nom et prenom ?:|prenom et nom ?:|full name ?:|name ?:|signe ?:?)"
)
_SOFT_SELF = r"(?:je suis|i(?: am|'m)|this is|ici|c'est)"
_SIGN_OFF = (
    r"(?:cordialement|amicalement|bien a vous|bien cordialement|affectueusement|amities|bises|(?:kind |best |warm )?regards"
    r"|best wishes|yours sincerely|sincerely|yours|cheers|many thanks|all the best|love|thanks)\s?[,.!]?\s{1,3}"
)
_KIN = (
    r"(?:mari|femme|epouse|epoux|compagne|compagnon|conjoint|fils|fille|frere|soeur|mere|pere|maman|papa|oncle|tante|cousin"
    r"|cousine|ami|amie|copain|copine|voisin|voisine|patron|chef|collegue|husband|wife|partner|son|daughter|brother|sister"
    r"|mother|father|mum|mom|dad|uncle|aunt|friend|neighbour|neighbor|boss|manager|colleague|carer|grand-mere|grand-pere"
    r"|neveu|niece|nephew|beau-pere|belle-mere|belle-soeur|girlfriend|boyfriend|fiance|fiancee|mate|landlord|proprietaire)"
)
_CARE = (
    r"(?:neurologue|neuro|rhumatologue|rhumato|generaliste|medecin(?: traitant)?|cardiologue|dermatologue|dermato|psychiatre"
    r"|psy|psychologue|kine|kinesitherapeute|chirurgien(?:ne)?|oncologue|gastro(?:-enterologue)?|endocrinologue|gynecologue"
    r"|gyneco|pneumologue|urologue|infirmiere?|pharmacien(?:ne)?|specialiste|neurologist|rheumatologist|doctor|gp|consultant"
    r"|surgeon|oncologist|psychiatrist|therapist|physio|nurse|cardiologist|dermatologist|endocrinologist|specialist)"
)
_OWN = r"(?:mon|ma|mes|notre|sa|son|my|our|his|her|le|la|un|une)"
_TITLE = r"(?:dr\.?|docteure?|doctor|pr\.?|prof\.?|professeure?|professor|mme\.?|madame|mlle|monsieur|mr\.?|mrs\.?|ms\.?|miss|m\.)"
_APPOSED = rf"\s?,?\s(?:(?:est|is|s'appelle|called|named|c'est)\s)?(?:le\s|la\s)?(?:{_TITLE}\s)?"

# Given names that are also everyday verbs: in small letters after "my sister" they are the verb.
_VERBS = frozenset({"said", "will"})

_CUE = {
    "sure": rf"(?:\b{_SELF}\s|\b{_TITLE}\s|\b{_OWN}\s(?:\w+\s)?{_CARE}{_APPOSED})",
    "known": rf"(?:\b{_SOFT_SELF}\s|\b{_SIGN_OFF}|\b{_OWN}\s(?:\w+\s)?{_KIN}{_APPOSED}|\b(?:facebook|fb|linkedin)\s?(?::|c'est|is)\s?)",
}
_SURE = re.compile(rf"(?i:{_CUE['sure']})(?P<name>{_FULL})")
_KNOWN = re.compile(rf"(?i:{_CUE['known']})(?P<name>{_FULL})")
_LOWER = re.compile(rf"(?:{_CUE['sure']}|{_CUE['known']})(?P<name>{_LOW})\b")
_ONE_DOCTOR = re.compile(
    rf"(?i:\b(?:mon|ma|notre|my|our)\s(?:\w+\s)?{_CARE}\s?,?\s(?:(?:est|is)\s)?(?:le\s|la\s)?(?:dr\.?|docteure?|doctor|pr\.?|prof\.?|professeure?|professor)\s)"
    rf"(?P<name>{_CAP})"
)
_FORM = re.compile(
    r"\b(?:nom|surname|last name|prenom|first name|family name)\s?:\s?(?P<name>[a-z][a-z'-]+[,;\s]{1,3}"
    r"(?:prenom|nom|surname|last name|first name|family name)\s?:\s?[a-z][a-z'-]+)"
)
_SIGNED_LINE = re.compile(rf"(?:\n|\.\s)\s*(?P<name>{_FULL})\s*\Z")


def find_names(folded: Folded) -> Iterator[Finding]:
    """Full names of private persons; public figures, characters and institutions are let through."""
    cased, low = folded.cased, folded.lower
    for match in _SURE.finditer(cased):
        if _is_person(match, lone=False):
            yield Finding(*match.span("name"), "full_name")
    for pattern in (_KNOWN, _SIGNED_LINE):
        for match in pattern.finditer(cased):
            if _is_person(match, lone=True):
                yield Finding(*match.span("name"), "full_name")
    for match in _LOWER.finditer(low):
        if match.group("first") in _VERBS:
            continue
        if _is_person(match, lone=True) and match.group("last") not in NOT_NAMES:
            yield Finding(*match.span("name"), "full_name")
    for match in _ONE_DOCTOR.finditer(cased):
        if match.group("name").lower() not in PUBLIC_FIGURES | NOT_NAMES:
            yield Finding(*match.span("name"), "full_name")
    for match in _FORM.finditer(low):
        yield Finding(*match.span("name"), "full_name")


def _is_person(match: re.Match[str], *, lone: bool) -> bool:
    """Whether these words name a private person; a `lone` cue also wants a known given name."""
    first, last = match.group("first").lower(), match.group("last").lower()
    if first in NOT_NAMES or last in NOT_NAMES or last in PUBLIC_FIGURES:
        return False
    return not lone or first in GIVEN_NAMES or first.split("-")[0] in GIVEN_NAMES
