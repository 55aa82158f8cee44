"""The words behind hurried writing: SMS spelling, missing accents and apostrophes, stretched letters."""

import re

from app.screening.fold import fold

# Whole words, after folding. French then English; each entry is seen in real hurried writing.
_WORDS = {
    "g": "j ai", "jai": "j ai", "jveux": "je veux", "jveu": "je veux", "veu": "veux", "ve": "veux", "jve": "je veux", "vx": "veux", "jvx": "je veux", "jvais": "je vais",
    "jvai": "je vais", "vai": "vais", "jsuis": "je suis", "jsui": "je suis", "chui": "je suis", "chuis": "je suis",
    "shui": "je suis", "jme": "je me", "jm": "je m", "jpense": "je pense", "jpeux": "je peux", "jpeu": "je peux",
    "peu": "peux", "jvoudrais": "je voudrais", "jaimerais": "j aimerais", "jen": "j en", "jarrive": "j arrive",
    "jarrete": "j arrete", "jy": "j y", "jetais": "j etais", "jetai": "j etais", "javais": "j avais", "envi": "envie",
    "envis": "envie", "anvie": "envie", "envies": "envie", "den": "d en", "plu": "plus",
    "pluss": "plus", "c": "c est", "cest": "c est", "sa": "ca", "pk": "pourquoi", "pq": "pourquoi",
    "prq": "pourquoi", "ke": "que", "ki": "qui", "koi": "quoi", "kan": "quand", "pr": "pour", "ds": "dans",
    "tt": "tout", "tte": "toute", "bcp": "beaucoup", "mourire": "mourir", "mourrir": "mourir",
    "mourirr": "mourir", "mourrire": "mourir", "mourri": "mourir",  "creuver": "crever",
    "vivr": "vivre", "viivre": "vivre", "finire": "finir", "finnir": "finir", "dispareitre": "disparaitre",
    "disparetre": "disparaitre", "disparaite": "disparaitre", "dormire": "dormir", 
    "famill": "famille", "fami": "famille", "pa": "pas",
    "qqn": "quelqu un", "tjrs": "toujours", "tjs": "toujours", "auj": "aujourd hui", "ajd": "aujourd hui", "jsp": "je sais pas",
    "jpp": "j en peux plus", "msuicider": "me suicider", "mtuer": "me tuer", "mpendre": "me pendre", "jmesuicide": "je me suicide",
    "kms": "kill myself", "unalive": "kill", "unaliving": "killing", "unalived": "killed", "ctb": "kill myself",
    "im": "i am", "ive": "i have", "dont": "do not", "cant": "can not", "cannot": "can not",
    "wont": "will not", "didnt": "did not", "isnt": "is not", "wasnt": "was not", "arent": "are not", "aint": "am not",
    "couldnt": "could not", "wouldnt": "would not", "havent": "have not", "shouldnt": "should not", "doesnt": "does not",
    "wanna": "want to", "wana": "want to", "gonna": "going to", "gunna": "going to", "gotta": "got to", "wnat": "want",
    "want2": "want to", "2die": "to die", "u": "you", "ur": "your", "cos": "because",
    "cuz": "because", "anymore": "any more", "anymor": "any more", "nomore": "no more", "kil": "kill", "kll": "kill",
    "myslef": "myself", "mysef": "myself", "meself": "myself", "liv": "live", "lif": "life", "tierd": "tired", "dieing": "dying",
    "dissapear": "disappear", "dissappear": "disappear", "disapear": "disappear", "evry": "every", "evryone": "everyone",
    "everybody": "everyone", "rn": "right now", "tonite": "tonight", "thru": "through", "bettr": "better",
    "every1": "everyone", "no1": "no one", "nobody": "no one", "suiside": "suicide", "realy": "really",
    "selfharm": "self harm", "selfharming": "self harming", "selfharmed": "self harmed",
}  # fmt: skip
_ENGLISH = (
    (re.compile(r"\b(i|you|they|we)'ve\b"), r"\1 have"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\b(i|you|they|we|he|she|everyone|people|it)'d\b"), r"\1 would"),
    (re.compile(r"\b(i|you|they|we|he|she|it)'ll\b"), r"\1 will"),
    (re.compile(r"\b(you|they|we)'re\b"), r"\1 are"),
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\b(\w+)n't\b"), r"\1 not"),
    (re.compile(r"\b(\w+)'s\b"), r"\1 s"),
)
_LEET = str.maketrans(
    {"1": "i", "3": "e", "0": "o", "4": "a", "5": "s", "$": "s", "@": "a", "!": "i", "*": ""}
)
_HIDDEN = re.compile(r"(?<!\w)(?=\S*[a-z]{1,2}\S*[a-z])(?=\S*[\d$@!*])[a-z$@][a-z\d$@!*]{2,9}(?!\w)")
_HIDDEN_WORDS = {
    "suicide": "suicide", "sucide": "suicide", "suicid": "suicide", "kill": "kill", "kll": "kill", "die": "die",
    "mourir": "mourir", "morir": "mourir", "dead": "dead", "death": "death", "myself": "myself", "mort": "mort",
    "suicider": "suicider", "suicidal": "suicidal", "tuer": "tuer", "suicd": "suicide", "suide": "suicide", "kil": "kill",
}  # fmt: skip
_STRETCHED = re.compile(r"([a-z])\1{2,}")
_SPELT = re.compile(r"\b(?:[a-z][ .*-]){3,12}[a-z]\b")
_SUICIDE = re.compile(r"\bs[uw]+[iy]+[csz]+[iy]?d+(?=[aeio])")
_WORD = re.compile(r"[a-z0-9]+|[.!?;:,\n\"«»“”()…]|[^\sa-z0-9'.\-]")


def words_of(text: str) -> str:
    """`text` as plain words one space apart, with its punctuation kept as words of their own."""
    low = fold(text).lower
    low = _SPELT.sub(lambda match: re.sub(r"[ .*-]", "", match.group()), low)
    low = _HIDDEN.sub(lambda match: _unhidden(match.group()), low)
    low = _STRETCHED.sub(r"\1", low)
    if "'" in low:
        for pattern, plain in _ENGLISH:
            low = pattern.sub(plain, low)
    low = _SUICIDE.sub("suicid", low)
    plain = " ".join(_WORDS.get(word, word) for word in _WORD.findall(low))
    return plain.replace("c est est ", "c est ")  # "c'est" is no hurried "c"


def _unhidden(word: str) -> str:
    """`su1c1de` and `k*ll` as they are read; any other word as it is."""
    return _HIDDEN_WORDS.get(word.translate(_LEET), word)
