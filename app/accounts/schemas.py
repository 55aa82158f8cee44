"""What comes in and goes out at the account's doors."""

from typing import Annotated, Literal

from pydantic import Field

from app.core.schemas import Answer, Body, FormBody
from app.core.text import Line

Password = Annotated[str, Field(min_length=1, max_length=200)]
Year = Annotated[int, Field(ge=1900, le=2100)]


class SignUpForm(FormBody):
    """The sign-up page."""

    email: Line
    password: Password
    birth_year: Year
    adult: Literal["yes"]
    charter: Literal["yes"]


class SignUp(Body):
    """POST /auth/sign-up."""

    email: Line = Field(examples=["person@example.org"])
    password: Password = Field(examples=["three calm words"])
    birth_year: Annotated[int, Field(strict=True, ge=1900, le=2100)] = Field(examples=[1980])
    adult: Literal[True] = Field(examples=[True])
    locale: Literal["fr", "en"] = "fr"


class TicketBody(Body):
    """A ticket from a mail."""

    ticket: str = Field(max_length=2000)


class TicketForm(FormBody):
    """The confirmation button of a mailed link."""

    ticket: str = Field(max_length=2000)


class SignInForm(FormBody):
    """The sign-in page."""

    email: Line
    password: Password
    code: Line = ""
    next: Line = "/home"


class StepUpForm(FormBody):
    """The confirmation page."""

    password: Password
    code: Line = ""
    next: Line = "/home"


class StepUp(Body):
    """POST /auth/step-up."""

    password: Password
    totp: Line | None = None


class Refresh(Body):
    """POST /auth/refresh."""

    refresh_token: str = Field(max_length=400)


class Tokens(Answer):
    """A bearer ticket and the token that renews it (RFC 6749, section 5.1)."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in: int
    refresh_token: str


class Said(Answer):
    """A plain confirmation."""

    status: str = Field(examples=["accepted"])


class SocketTicket(Answer):
    """A ticket that opens one socket within 30 seconds."""

    ticket: str
    expires_in: int = 30


class EmailForm(FormBody):
    """An address, for a mail with a link."""

    email: Line


class ResetForm(FormBody):
    """A new password by a mailed link."""

    ticket: str = Field(max_length=3000)
    password: Password


class PasswordForm(FormBody):
    """A new password, with the present one."""

    present: Password
    password: Password


class LookForm(FormBody):
    """How the pages look."""

    language: Literal["fr", "en"]
    theme: Literal["system", "light", "dark"]
    text_size: Literal["normal", "large", "larger"]


class AddressForm(FormBody):
    """Another address."""

    email: Line


class ConfirmAddressForm(FormBody):
    """One end of a change of address."""

    end: Literal["old", "new"]
    ticket: str = Field(max_length=3000)


class CodeForm(FormBody):
    """A code of the second factor."""

    code: Line
