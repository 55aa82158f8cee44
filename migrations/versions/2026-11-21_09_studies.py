"""Studies, variables, approvals, agreements."""

revision = "studies"
down_revision = "dashboard"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
