"""Keys: one master key, derived keys, sealing and keyed tags. The only place that touches key material.

Derivation is HKDF-SHA-256 (RFC 5869) with the purpose as `info`; sealing is AES-256-GCM with a random 96-bit nonce
(NIST SP 800-38D); tags are HMAC-SHA-256 over length-prefixed parts. The master key lives outside the database.
"""

import base64
import hmac
import os
import random
import secrets
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.settings import get_settings

VERSION = b"\x01"


class Unreadable(Exception):
    """The seal is broken: another key, or altered bytes."""


def _master_key_path() -> Path:
    settings = get_settings()
    return settings.master_key_file or settings.var / "keys" / "master.key"


@lru_cache
def _master_key() -> bytes:
    path = _master_key_path()
    if not path.exists():
        if get_settings().stage == "production":
            raise RuntimeError(f"the master key is missing: {path}")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)))
    key = base64.b64decode(path.read_bytes())
    if len(key) != 32:
        raise RuntimeError(f"the master key must be 32 bytes: {path}")
    return key


@lru_cache(maxsize=256)
def derived(purpose: str) -> bytes:
    """A 32-byte key for one purpose; purposes never share a key."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(_master_key())


def seal_with(key: bytes, plaintext: bytes, context: bytes = b"") -> bytes:
    """Seals bytes under a key; `context` must be given again to open."""
    nonce = secrets.token_bytes(12)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plaintext, context)


def open_with(key: bytes, sealed: bytes, context: bytes = b"") -> bytes:
    """Opens what `seal_with` sealed, or raises Unreadable."""
    try:
        return AESGCM(key).decrypt(bytes(sealed[1:13]), bytes(sealed[13:]), context)
    except InvalidTag as error:
        raise Unreadable from error


def seal(purpose: str, plaintext: bytes, context: bytes = b"") -> bytes:
    """Seals under the key of a purpose."""
    return seal_with(derived("seal/" + purpose), plaintext, context)


def unseal(purpose: str, sealed: bytes, context: bytes = b"") -> bytes:
    """Opens what `seal` sealed for the same purpose and context."""
    return open_with(derived("seal/" + purpose), sealed, context)


def _joined(parts: tuple[bytes | str, ...]) -> bytes:
    encoded = [part.encode() if isinstance(part, str) else part for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def tag_with(key: bytes, *parts: bytes | str) -> bytes:
    """HMAC-SHA-256 over the parts; 32 bytes."""
    return hmac.digest(key, _joined(parts), sha256)


def tag(purpose: str, *parts: bytes | str) -> bytes:
    """A keyed tag of one purpose: equal parts, equal tag; without the key it joins nothing."""
    return tag_with(derived("tag/" + purpose), *parts)


def same(left: bytes | str, right: bytes | str) -> bool:
    """Compares secrets in constant time."""
    return hmac.compare_digest(
        left.encode() if isinstance(left, str) else left, right.encode() if isinstance(right, str) else right
    )


def token(size: int = 24) -> str:
    """A random URL-safe token with `size` bytes of entropy."""
    return secrets.token_urlsafe(size)


def hashed(value: str) -> bytes:
    """How a random token is kept: its SHA-256. Only for tokens with full entropy, never for what people choose."""
    return sha256(value.encode()).digest()


def _signing_key(purpose: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derived("sign/" + purpose))


def sign(purpose: str, content: bytes) -> bytes:
    """An Ed25519 signature (RFC 8032) under this installation's key of a purpose; 64 bytes."""
    return _signing_key(purpose).sign(content)


def public_key(purpose: str) -> bytes:
    """The public half that anybody may have; 32 bytes."""
    return _signing_key(purpose).public_key().public_bytes_raw()


def signed_by(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether this public key's owner signed the content."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def dice() -> random.Random:
    """Chance from the operating system, for drawing names and shuffling; never seeded."""
    return random.SystemRandom()
