"""What commands answer to machines (`--json`), as schemas: the contract of the command line."""

from typing import Literal

from pydantic import ConfigDict, Field

from app.core.schemas import Answer


class PiiSpan(Answer):
    """Personal data in a text, in code points."""

    kind: str = Field(examples=["phone"])
    start: int = Field(ge=0, examples=[12])
    end: int = Field(ge=0, examples=[26])


class ScanLine(Answer):
    """`entraide moderation scan --json`: one line of answer for each line of text."""

    pii: list[PiiSpan] = Field(examples=[[{"kind": "phone", "start": 12, "end": 26}]])
    distress: bool = Field(examples=[False])


class UnsupportedPart(Answer):
    """A part of a questionnaire that is not carried over."""

    link_id: str = Field(examples=["q7"])
    path: str = Field(examples=["item[6].answerValueSet"])
    reason: str = Field(examples=["value sets by address are not fetched"])


class ImportCheck(Answer):
    """`entraide survey import FILE --check --json`: what would be imported."""

    title: str = Field(examples=["WHO-5 Well-Being Index"])
    items: int = Field(ge=0, examples=[5])
    by_type: dict[str, int] = Field(examples=[{"choice": 5}])
    max_depth: int = Field(ge=0, examples=[1])
    conditions: int = Field(ge=0, examples=[0])
    languages: list[str] = Field(examples=[["en", "fr"]])
    unsupported: list[UnsupportedPart]


class Risk(Answer):
    """Of finding one row again in the whole (prosecutor)."""

    max: float = Field(ge=0, le=1, examples=[0.0909])
    mean: float = Field(ge=0, le=1, examples=[0.0625])


class AppliedPolicy(Answer):
    """What was asked of the table."""

    k: int = Field(examples=[11])
    l: int = Field(examples=[2])
    t: float = Field(examples=[0.3])
    entropy_l: float | None
    max_suppression: float = Field(examples=[0.1])
    mode: Literal["local", "global"]
    min_rows: int | None = Field(examples=[1])
    max_quasi: int | None
    stigmatising: list[str] | None


class AnonymiseReport(Answer):
    """`entraide anonymise --report`: the figures of an anonymised table."""

    # A release adds figures of its own to those of the engine.
    model_config = ConfigDict(extra="allow")

    rows_in: int = Field(ge=0, examples=[2000])
    rows_out: int = Field(ge=0, examples=[1975])
    suppressed: int = Field(ge=0, examples=[25])
    suppression: float = Field(ge=0, le=1, examples=[0.0125])
    classes: int = Field(ge=0, examples=[120])
    k: int = Field(ge=0, description="Rows of the smallest class.", examples=[11])
    l: dict[str, int] = Field(
        description="Distinct values of the poorest class, by column.", examples=[{"score": 4}]
    )
    t: dict[str, float] = Field(description="Largest distance to the whole.", examples=[{"score": 0.21}])
    cavg: float = Field(examples=[1.49])
    dm: int = Field(examples=[34120])
    gcp: float = Field(ge=0, le=1, examples=[0.18])
    risk: Risk
    levels: dict[str, dict[str, int]] = Field(
        description="Rows by granularity, by column.", examples=[{"age": {"exact": 120, "10 years": 1855}}]
    )
    dropped: dict[str, str] = Field(description="Columns left out, and why.")
    merged: dict[str, list[str]] = Field(description="Rare answers of plain columns that became `other`.")
    policy: AppliedPolicy
    below_floor: bool = Field(description="Weaker than Entraide's own releases may be.", examples=[False])


class Attack(Answer):
    """One attack of a proof: how often it was tried, how often it worked, how often it may."""

    name: str = Field(examples=["invented id, another member's session"])
    tries: int = Field(ge=0, examples=[400])
    successes: float = Field(ge=0, examples=[0])
    bound: float = Field(description="What may succeed at most.", examples=[0])
    holds: bool = Field(examples=[True])


class ProofResult(Answer):
    """`entraide prove NAME --json`; `all` answers a list of these."""

    # A proof may add what it measured besides.
    model_config = ConfigDict(extra="allow")

    proof: str = Field(examples=["walls"])
    holds: bool = Field(examples=[True])
    attacks: list[Attack]
