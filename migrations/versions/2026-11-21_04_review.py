"""The moderators' queue: items, reports, decisions, sanctions, appeals."""

revision = "review"
down_revision = "consents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
