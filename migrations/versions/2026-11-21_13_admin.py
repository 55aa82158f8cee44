"""Proposals of the admins that a second person confirms."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from walls import grant

revision = "admin"
down_revision = "data_rights"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One table without accounts."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "admin_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("persona_id", sa.Uuid(), nullable=True),
        sa.Column("handle", text(length=40), nullable=False),
        sa.Column("office", text(length=40), nullable=False),
        sa.Column("email_tag", sa.LargeBinary(), nullable=True),
        sa.Column("reason", text(length=400), nullable=False),
        sa.Column("proposed_by", text(length=64), nullable=False),
        sa.Column("decided_by", text(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('lead-appoint', 'lead-end', 'office-grant', 'office-end')",
            name=op.f("ck_admin_proposal_kind"),
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'confirmed', 'refused')", name=op.f("ck_admin_proposal_status")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_admin_proposal_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admin_proposal")),
    )
    grant("web", "admin_proposal")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("admin_proposal")
