"""Measures, entries, events, treatments, shares."""

revision = "dashboard"
down_revision = "surveys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
