"""Exports and erasures of a person; reading one's own part of the audit log."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql
from walls import grant

revision = "data_rights"
down_revision = "notifications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables without account or persona in clear."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "data_export",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("status IN ('working', 'ready', 'failed')", name=op.f("ck_data_export_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_export")),
    )
    op.create_index(op.f("ix_data_export_owner"), "data_export", ["owner"], unique=False)
    op.create_index(op.f("ix_data_export_gone_at"), "data_export", ["gone_at"], unique=False)
    op.create_table(
        "data_export_part",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("room", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"],
            ["data_export.id"],
            name=op.f("fk_data_export_part_export_id_data_export"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("export_id", "room", name=op.f("pk_data_export_part")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("account_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("keep", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("receipt_token", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'undone', 'running', 'done')", name=op.f("ck_erasure_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("receipt_token", name=op.f("uq_erasure_receipt_token")),
    )
    op.create_index(op.f("ix_erasure_owner"), "erasure", ["owner"], unique=False)
    op.create_table(
        "erasure_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["erasure_id"],
            ["erasure.id"],
            name=op.f("fk_erasure_step_erasure_id_erasure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure_step")),
    )
    op.create_index(op.f("ix_erasure_step_erasure_id"), "erasure_step", ["erasure_id"], unique=False)
    grant("web", "data_export", "data_export_part", "erasure", "erasure_step")
    for part in ("actor", "subject"):
        op.execute(f"CREATE INDEX ix_audit_entry_{part} ON audit_entry ((content ->> '{part}'))")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    for part in ("actor", "subject"):
        op.execute(f"DROP INDEX ix_audit_entry_{part}")
    for table in ("erasure_step", "erasure", "data_export_part", "data_export"):
        op.drop_table(table)
