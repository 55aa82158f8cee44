"""Releases, deliveries, recalls; and, apart from them, who is in which release."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql
from walls import append_only, grant, own_schema

revision = "releases"
down_revision = "studies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    own_schema("research", "research")
    op.create_table(
        "release_contributor",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "tag", name=op.f("pk_release_contributor")),
    )
    op.create_index(
        op.f("ix_release_contributor_survey_id"), "release_contributor", ["survey_id"], unique=False
    )
    op.create_table(
        "release_hold",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "tag", name=op.f("pk_release_hold")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_delivery_token_hash")),
        schema="research",
    )
    op.create_index(op.f("ix_delivery_owner_id"), "delivery", ["owner_id"], unique=False, schema="research")
    op.create_index(
        op.f("ix_delivery_release_id"), "delivery", ["release_id"], unique=False, schema="research"
    )
    op.create_table(
        "recall",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
        schema="research",
    )
    op.create_index(op.f("ix_recall_owner_id"), "recall", ["owner_id"], unique=False, schema="research")
    op.create_index(op.f("ix_recall_release_id"), "recall", ["release_id"], unique=False, schema="research")
    op.create_table(
        "release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("l", sa.Integer(), nullable=False),
        sa.Column("t", sa.Float(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("refusal", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("refusal_params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("report", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('requested', 'approved', 'freezing', 'frozen', 'refused', 'revoked')",
            name=op.f("ck_release_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        schema="research",
    )
    op.create_index(op.f("ix_release_owner_id"), "release", ["owner_id"], unique=False, schema="research")
    op.create_index(op.f("ix_release_study_id"), "release", ["study_id"], unique=False, schema="research")
    op.create_index(op.f("ix_release_survey_id"), "release", ["survey_id"], unique=False, schema="research")
    op.create_table(
        "release_approval",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("office", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("approver", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("release_id", "office", name=op.f("pk_release_approval")),
        schema="research",
    )
    op.create_table(
        "release_master",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("codebook", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_release_master")),
        schema="research",
    )
    _build_walls()


def _build_walls() -> None:
    tables = ("release", "release_approval", "delivery", "recall")
    grant("research", *(f"research.{table}" for table in tables))
    append_only("research.release_master", "research")
    grant("web", "release_contributor", "release_hold")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("release_master", schema="research")
    op.drop_table("release_approval", schema="research")
    op.drop_index(op.f("ix_release_survey_id"), table_name="release", schema="research")
    op.drop_index(op.f("ix_release_study_id"), table_name="release", schema="research")
    op.drop_index(op.f("ix_release_owner_id"), table_name="release", schema="research")
    op.drop_table("release", schema="research")
    op.drop_index(op.f("ix_recall_release_id"), table_name="recall", schema="research")
    op.drop_index(op.f("ix_recall_owner_id"), table_name="recall", schema="research")
    op.drop_table("recall", schema="research")
    op.drop_index(op.f("ix_delivery_release_id"), table_name="delivery", schema="research")
    op.drop_index(op.f("ix_delivery_owner_id"), table_name="delivery", schema="research")
    op.drop_table("delivery", schema="research")
    op.drop_table("release_hold")
    op.drop_index(op.f("ix_release_contributor_survey_id"), table_name="release_contributor")
    op.drop_table("release_contributor")
    op.execute("DROP FUNCTION research.release_master_stays")
    op.execute("DROP SCHEMA research")
