"""Exports and erasures of a person."""

revision = "data_rights"
down_revision = "notifications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
