"""Rooms, messages with a sequence per room."""

revision = "chat"
down_revision = "threads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
