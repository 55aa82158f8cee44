"""What we remember: every table, one file per room. Read by Alembic and by a data-protection officer.

A new room adds its file here; a table that is not imported here does not exist for the migrations.
"""

from sqlmodel import SQLModel

from app.models import account, audit, community

metadata = SQLModel.metadata

__all__ = ["account", "audit", "community", "metadata"]
