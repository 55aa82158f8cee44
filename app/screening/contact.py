"""How a person can be reached: e-mail addresses, telephone numbers, handles and profile pages."""

import re
from collections.abc import Iterator

import phonenumbers

from app.screening.finding import Finding
from app.screening.fold import Folded
from app.screening.help_lines import PUBLIC_NUMBERS
from app.screening.spoken import spoken_phones

_FREE_MAIL = (
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|proton(?:mail)?|orange|wanadoo|free|sfr|laposte"
    r"|live|msn|aol|gmx|bbox|numericable|btinternet|videotron|bluewin|skynet)"
)
_TLD = r"(?:com|fr|net|org|be|ch|lu|ca|uk|ie|eu|me|io|de|es|it|info|co|qc)"
_AT = r"(?:\s{0,2}@\s{0,2}|\s{0,2}[(\[{<]\s?(?:at|a|arobase|arobas|@)\s?[)\]}>]\s{0,2}|\s(?:at|arobase?s?)\s)"
_DOT = r"(?:\s{0,2}\.\s{0,2}|\s{0,2}[(\[{<]\s?(?:dot|point|\.)\s?[)\]}>]\s{0,2}|\s(?:dot|point)\s)"
_LOCAL = r"[a-z0-9][a-z0-9._%+-]{0,63}"
_JOINT = rf"(?:(?:{_DOT}|\s(?:underscore|tiret|dash|hyphen)\s(?:bas\s)?)[a-z0-9][a-z0-9_%+-]{{0,40}}){{0,3}}"

_MAIL = re.compile(rf"(?<![\w.%+-]){_LOCAL}@[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{1,4}}(?<![-.])")
_SPELT_MAIL = re.compile(
    rf"(?<![\w.%+-]){_LOCAL}{_JOINT}{_AT}[a-z0-9][a-z0-9-]{{1,40}}(?:{_DOT}[a-z0-9-]{{2,20}}){{0,2}}{_DOT}{_TLD}\b"
)
_NO_DOT_MAIL = re.compile(
    rf"(?<![\w.%+-])[a-z0-9][a-z0-9_%+-]{{0,40}}(?:\.[a-z0-9_-]{{1,30}}){{0,3}}(?:{_AT}|\s(?:chez|sur)\s){_FREE_MAIL}"
    rf"(?:\s{_TLD})?\b"
)
_ROLE = re.compile(
    r"(?:contact|info|infos|accueil|secretariat|support|help|helpline|dpo|rgpd|privacy|noreply|no-reply"
    r"|enquiries|webmaster|presse|press|adhesion|office|hello|bonjour)@"
)
_MINE = re.compile(r"\b(?:mon|ma|mes|moi|me|my|mine|perso|m')\b")

_RUN = re.compile(
    r"(?<![\w@#/.,-])(?:\(?\+\s?\d{1,3}\)?|\(0\)|00\s?\d{2}|[(]?[o0](?=[\d\s.)/_-]))?(?:[ \t.\-/()_*·]{0,3}\d){6,15}(?![\w%])"
)
_NOT_A_PHONE_BEFORE = re.compile(
    r"(?:\b(?:lots?|batch|ref|reference|dossier|order|commande|code|cip|isbn|ean|siret|siren|finess|rpps|adeli|nct"
    r"|pmid|doi|claim|cerfa|nir|iban|formulaire|form|facture|invoice|article|nhs number|colis|tracking|serie|serial"
    r"|matricule|amm|issn|ticket|mdph|caf|contrat)\b[^\d.!?\n]{0,18})$"
)
_PHONE_CUE = re.compile(
    r"\b(?:tel|telephone|phone|portable|mobile|numero|num|number|cell|fixe|landline|appel\w*|call|text|texto|sms"
    r"|joindre|joignable|whatsapp|ring|natel|gsm|06|07|signal)\b"
)
_UNIT_AFTER = re.compile(
    r"\s{0,2}(?:mois|jours?|semaines?|mg|ml|mcg|ug|ui|iu|g/l|months?|weeks?|days?|h\b|euros?|cm|kg)\b"
)
# France, Belgium, Switzerland (ten figures), the United Kingdom (eleven), Irish mobiles.
_NATIONAL = re.compile(r"0[1-79]\d{8}|0(?:1\d{9}|2\d{9}|7[1-9]\d{8})|08[3567]\d{7}")
_NORTH_AMERICA = re.compile(r"\(?[2-9]\d\d\)?([ .-]{1,2})[2-9]\d\d[ .-]\d{4}$")

_PLATFORM = (
    r"(?:insta(?:gram)?|snap(?:chat)?|telegram|whats?app|tik ?tok|twitter|face ?book|fb|discord|skype|messenger"
    r"|signal|linkedin|threads|mastodon|bluesky|youtube)"
)
_HANDLE = r"@?[a-z0-9][a-z0-9._-]{2,30}(?:#\d{4})?"
_PLATFORM_HANDLE = re.compile(
    rf"\b{_PLATFORM}\b(?:\s(?:name|handle|perso|account|pseudo|id|username))?"
    rf"(?:\s?:\s?|\s(?:c'est|est|is|je suis|i'm|i am|it's|moi|sous|as)\s(?:le\s)?|,?\s|\s?=\s?|\s?->\s?)({_HANDLE})"
)
_AT_HANDLE = re.compile(r"(?<![\w.@])@[a-z0-9_][a-z0-9._-]{2,30}")
_REACH = re.compile(
    rf"\b(?:{_PLATFORM}|ajoute\w*|contacte\w*|retrouve\w*|suive[zs]?|suis[- ]moi|follow|add me|dm|find me|message me"
    r"|ecri\w+[- ]moi|mp|hit me up|mon pseudo|my handle|mon compte|my account)\b"
)
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z]{1,3}\.)?(?:facebook\.com|fb\.com|instagram\.com|linkedin\.com/in|twitter\.com|x\.com"
    r"|tiktok\.com|t\.me|wa\.me|m\.me|snapchat\.com/add|youtube\.com/@|discord\.gg|linktr\.ee|threads\.net"
    r"|bsky\.app/profile|telegram\.me|keybase\.io|about\.me)/?@?(?!groups?/|pages?/|events?/|watch|hashtag|search)"
    r"[a-z0-9][\w.%-]{1,60}"
)


def find_mails(folded: Folded) -> Iterator[Finding]:
    """E-mail addresses, written or spelt out; public mailboxes of institutions are let through."""
    low = folded.lower
    if "@" in low or any(word in low for word in ("arobas", "at", "chez", "sur", "(a)")):
        for match in _MAIL.finditer(low) if "@" in low else ():
            if not _is_public_mailbox(match, low):
                yield Finding(match.start(), match.end(), "email")
        yield from (
            Finding(one.start(), one.end(), "email")
            for one in _SPELT_MAIL.finditer(low)
            if not _is_public_mailbox(one, low)
        )
        for match in _NO_DOT_MAIL.finditer(low):
            local = re.split(r"\s|@|\(|\[", match.group(), maxsplit=1)[0]
            if "@" in match.group() or re.search(r"[\d._]", local):
                yield Finding(match.start(), match.end(), "email")


def _is_public_mailbox(match: re.Match[str], low: str) -> bool:
    """Whether this is `contact@` of an institution, with no word that makes it the writer's own."""
    own = _MINE.search(low, max(0, match.start() - 30), match.start())
    return bool(_ROLE.match(match.group())) and not own and not re.search(_FREE_MAIL, match.group())


def find_phones(folded: Folded) -> Iterator[Finding]:
    """Telephone numbers in figures, spaced or dotted anyhow, then those in words."""
    low = folded.lower
    for match in _RUN.finditer(low):
        start, raw = match.start(), match.group()
        raw_start = start + len(raw) - len(raw.lstrip(" \t.-/_*·)"))
        if _is_phone(
            raw.strip(" \t.-/_*·"), low[max(0, start - 40) : start], low[match.end() : match.end() + 12]
        ):
            yield Finding(raw_start, match.end(), "phone")
    yield from spoken_phones(low)


def _is_phone(raw: str, before: str, after: str) -> bool:
    """Whether this run of figures is dialled to reach a person."""
    digits = re.sub(r"\D", "", raw.replace("o", "0"))
    if digits in PUBLIC_NUMBERS or _NOT_A_PHONE_BEFORE.search(before) or _UNIT_AFTER.match(after):
        return False
    if re.search(r"\d/\d{4}\b|\b\d{4}-\d\d-\d\d\b|\b\d{4}/\d", raw):
        return False
    if "+" in raw or digits.startswith("00"):
        number = "+" + digits.removeprefix("00")
        try:
            return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
        except phonenumbers.NumberParseException:
            return False
    if _NATIONAL.fullmatch(digits):
        return True
    if _NORTH_AMERICA.match(raw) or (len(digits) == 11 and re.fullmatch(r"1[2-9]\d\d[2-9]\d{6}", digits)):
        return not re.match(r"1?8(?:00|33|44|55|66|77|88)", digits)
    cue = bool(_PHONE_CUE.search(before))
    return cue and bool(re.fullmatch(r"[67]\d{8}|6[269]1\d{6}|[2-9]\d{2}[2-9]\d{6}", digits))


def find_handles(folded: Folded) -> Iterator[Finding]:
    """Handles on other platforms and links to personal profiles; `@persona` of this site is let through."""
    low = folded.lower
    for match in _PROFILE.finditer(low):
        yield Finding(match.start(), match.end(), "profile_url")
    reach = bool(_REACH.search(low))
    for match in _AT_HANDLE.finditer(low) if reach else ():
        if _REACH.search(low, max(0, match.start() - 45), match.start()):
            yield Finding(match.start(), match.end(), "handle")
    for match in _PLATFORM_HANDLE.finditer(low) if reach else ():
        if re.search(r"[\d_@#]|[a-z]\.[a-z]", match.group(1)):
            yield Finding(match.start(1), match.end(1), "handle")
