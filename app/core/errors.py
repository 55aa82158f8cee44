"""The words that deeds may raise. Each carries a status for the doors and an English sentence for the reader.

A door translates the sentence: page, fragment, JSON problem (RFC 9457) or socket frame.
"""


class Refusal(Exception):
    """A deed that was not done. `message` is a source string, `params` are its named parts."""

    status = 400
    code = "refused"

    def __init__(self, message: str = "", *, code: str | None = None, **params: object) -> None:
        super().__init__(message or self.default)
        self.message = message or self.default
        self.params = params
        if code:
            self.code = code

    default = "This cannot be done."


class SignInNeeded(Refusal):
    """401: nobody is signed in."""

    status, code = 401, "sign-in"
    default = "Sign in to continue."


class Refused(Refusal):
    """403: the actor may know that the object exists, and may not do this."""

    status, code = 403, "forbidden"
    default = "You may not do this."


class StepUpNeeded(Refused):
    """403: the act needs the password or a code again (within ten minutes)."""

    code = "step-up"
    default = "Confirm that it is you before doing this."


class NotFound(Refusal):
    """404: it does not exist for this reader; the same answer for real and invented ids."""

    status, code = 404, "not-found"
    default = "There is nothing here."


class Conflict(Refusal):
    """409: somebody or something was faster, or the state does not allow it any more."""

    status, code = 409, "conflict"
    default = "This has changed in the meantime."


class TooLarge(Refusal):
    """413: more bytes than the door takes."""

    status, code = 413, "too-large"
    default = "This is too large."


class Invalid(Refusal):
    """422: what was sent cannot be accepted. `fields` maps a field's name to its sentence."""

    status, code = 422, "invalid"
    default = "Some answers need another look."

    def __init__(
        self,
        message: str = "",
        *,
        fields: dict[str, str] | None = None,
        code: str | None = None,
        **params: object,
    ) -> None:
        super().__init__(message, code=code, **params)
        self.fields = fields or {}


class TooMany(Refusal):
    """429: a limit was reached; `retry_after` in whole seconds."""

    status, code = 429, "too-many"
    default = "That was too many in a short time. Wait a little."

    def __init__(
        self, message: str = "", *, retry_after: int = 60, code: str | None = None, **params: object
    ) -> None:
        super().__init__(message, code=code, **params)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """503: a part we need does not answer; nothing was changed."""

    status, code = 503, "unavailable"
    default = "The service is resting for a moment. Try again shortly."
