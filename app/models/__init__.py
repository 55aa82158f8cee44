"""What we remember: every table, one file per room. Read by Alembic and by a data-protection officer.

A new room adds its file here; a table that is not imported here does not exist for the migrations.
"""

from sqlmodel import SQLModel

from app.models import (
    account,
    admin,
    audit,
    chat,
    community,
    consent,
    dashboard,
    data_rights,
    notification,
    release,
    review,
    study,
    survey,
    thread,
)

metadata = SQLModel.metadata

__all__ = [
    "account",
    "admin",
    "audit",
    "chat",
    "community",
    "consent",
    "dashboard",
    "data_rights",
    "metadata",
    "notification",
    "release",
    "review",
    "study",
    "survey",
    "thread",
]
