"""Threads, posts, drafts, thanks, follows."""

revision = "threads"
down_revision = "review"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
