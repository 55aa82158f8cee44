"""What comes in and goes out at the doors of consent."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.core.schemas import Answer, Body, FormBody

Purpose = Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9_.-]+$")]
Version = Annotated[int, Field(ge=1, le=1_000_000)]


class ChoiceForm(FormBody):
    """One switch of the page: the use, and the version of the words that was shown."""

    purpose: Purpose
    version: Version | None = None


class Choice(Body):
    """POST /me/consents: say yes, or take it back. With `version`, only if these words are still in force."""

    purpose: Purpose = Field(examples=["recontact"])
    act: Literal["grant", "withdraw"] = Field(examples=["grant"])
    version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = Field(default=None, examples=[1])


class Consent(Answer):
    """One use of one's data, the words in force and where one's answer stands."""

    purpose: str = Field(examples=["recontact"])
    title: str = Field(examples=["Being contacted again about a study"])
    state: Literal["given", "none", "withdrawn", "outdated"] = Field(examples=["given"])
    version: int = Field(description="The version of the words in force.", examples=[1])
    minimum_version: int = Field(description="A yes to an older version no longer counts.", examples=[1])
    language: str = Field(examples=["en"])
    text: str
    text_sha256: str = Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])
    given_version: int | None = Field(default=None, examples=[1])
    since: datetime | None = None
    receipt: UUID | None = Field(default=None, description="GET /me/consents/receipts/{id}")


class Receipt(Answer):
    """A signed receipt; `docs` of the format: app/consents/receipts.py, or the key's address."""

    format: str = Field(examples=["entraide-consent-receipt/1"])
    title: str
    event: dict[str, Any]
    text: str
    previous: str
    digest: str
    key: str
    signature: str


class PublicKey(Answer):
    """The public key of the receipts (JWK, RFC 8037)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    use: Literal["sig"]
    alg: Literal["EdDSA"]
    kid: str
