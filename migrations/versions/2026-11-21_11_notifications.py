"""Rows addressed to personas, digests."""

revision = "notifications"
down_revision = "releases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
