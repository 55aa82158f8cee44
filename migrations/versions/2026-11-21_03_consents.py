"""Purposes, texts, the ledger of consent and receipts."""

revision = "consents"
down_revision = "services"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""


def downgrade() -> None:
    """Back to the revision before."""
