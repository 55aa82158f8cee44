"""Marks of advertising, as flags for a moderator and never as a verdict."""

import re
from hashlib import blake2b

from app.screening.fold import fold

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[a-z0-9-]{2,}\.(?:com|fr|net|org|shop|store|online|site|info|io|co)(?:/\S*)?\b"
)
_MARKS: dict[str, re.Pattern[str]] = {
    "short_link": re.compile(r"\b(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|cutt\.ly|linktr\.ee|amzn\.to|shorturl\.at)/"),
    "price": re.compile(r"\d+(?:[.,]\d{2})? ?(?:€|euros?\b|\$|£)|(?:€|\$|£) ?\d+|-? ?\d{1,2} ?% (?:de (?:remise|reduction)|off|discount)|-\d{2} ?%"),
    "promo_code": re.compile(r"\b(?:code (?:promo|reduc\w*|avantage|parrain\w*)|promo code|discount code|coupon|parrainage|code [a-z]{2,10}\d{1,3}\b)"),
    "shop": re.compile(r"\b(?:ma boutique|notre boutique|boutique en ligne|en vente|achetez|commandez|livraison (?:gratuite|offerte)|je (?:vends|revends)|stock limite|my shop|our store|buy now|order now|free shipping|for sale|limited (?:stock|offer))\b"),
    "contact_elsewhere": re.compile(r"\b(?:whats ?app|telegram|(?:sur|via|on) signal|snap(?:chat)?|messenger|mp sur (?:facebook|insta\w*)|contactez moi sur|dm me on|text me on|suivez moi|follow me)\b"),
    "miracle": re.compile(r"\b(?:(?:traitement|remede|cure|produit|complement|methode|solution) miracle|guerir? (?:en|definitivement|naturellement) \w+|guerison garantie|100 ?% (?:naturel|efficace|garanti|natural|effective)|les medecins (?:vous )?cachent|miracle cure|cured? (?:me )?in \d+ days|doctors (?:hate|hide)|secret (?:remedy|cure))\b"),
    "money": re.compile(r"\b(?:gagnez|gagner) (?:de l argent|\d+ ?€|plus de)|\b(?:revenus? (?:passifs?|complementaires?)|opportunite (?:d affaires|unique)|crypto\w*|bitcoin|investissez|make money|passive income|earn \d+)\b"),
}  # fmt: skip
MANY_LINKS = 3
_LETTERS = re.compile(r"[^\W\d_]")


def find_spam(text: str) -> list[str]:
    """The names of the marks found in `text`, sorted."""
    low = fold(text).lower.replace("'", " ")
    links = len(_LINK.findall(low))
    found = {name for name, pattern in _MARKS.items() if pattern.search(low)}
    if links:
        found.add("many_links" if links >= MANY_LINKS else "link")
    letters = _LETTERS.findall(text)
    if len(letters) >= 40 and sum(letter.isupper() for letter in letters) > 0.6 * len(letters):
        found.add("shouting")
    return sorted(found)


def signature(text: str) -> str:
    """The same short string for texts that differ only by spacing, case, accents, digits or links."""
    low = re.sub(r"[\d\W_]+", "", _LINK.sub("", fold(text).lower))
    return blake2b(low.encode(), digest_size=12).hexdigest() if low else ""
