"""Questionnaires, versions, answers."""

revision = "surveys"
down_revision = "chat"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
