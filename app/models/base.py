"""What every table shares: random ids, aware times, naming of constraints, enumerations as checked text."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, DateTime, String
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


SQLModel.metadata.naming_convention = NAMING


class Table(SQLModel):
    """Base of every table. Tables are never forms or answers: nothing validates here but the database."""


def random_id() -> Any:
    """A primary key with 128 random bits: no time, no order (never a UUID of version 7)."""
    return Field(default_factory=uuid4, primary_key=True)


def moment(*, nullable: bool = False, index: bool = False, default: Any = ...) -> Any:
    """A column for an aware moment in UTC."""
    options: dict[str, Any] = {"sa_type": DateTime(timezone=True), "nullable": nullable, "index": index}
    if nullable:
        return Field(default=None, **options)
    return Field(**options) if default is ... else Field(default_factory=default, **options)


def choice(enum: type[StrEnum], default: StrEnum | None = None) -> Any:
    """A text column for one of the words of an enumeration; the table adds `one_of` as a CHECK."""
    return Field(default=default.value if default else ..., sa_type=String(40))


def one_of(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """CHECK that a column holds one of the enumeration's words."""
    words = ", ".join(f"'{item.value}'" for item in enum)
    return CheckConstraint(f"{column} IN ({words})", name=column)


__all__ = ["UUID", "Table", "choice", "datetime", "moment", "one_of", "random_id"]
