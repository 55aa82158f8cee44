"""Measures, entries, marks (events, treatments, appointments), shares."""

import sqlalchemy as sa
from alembic import op
from walls import grant

revision = "dashboard"
down_revision = "surveys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Private tables: no community, no account, an owner's keyed tag; contents sealed per person."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
    )
    op.create_index(op.f("ix_measure_owner"), "measure", ["owner"], unique=False)
    op.create_table(
        "measure_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
            name=op.f("fk_measure_entry_measure_id_measure"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_entry")),
        sa.UniqueConstraint("measure_id", "day", name=op.f("uq_measure_entry_measure_id_day")),
    )
    op.create_index(op.f("ix_measure_entry_owner"), "measure_entry", ["owner"], unique=False)
    op.create_table(
        "health_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_mark")),
    )
    op.create_index(op.f("ix_health_mark_owner"), "health_mark", ["owner"], unique=False)
    op.create_table(
        "dashboard_share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("label_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboard_share")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_dashboard_share_token_hash")),
    )
    op.create_index(op.f("ix_dashboard_share_owner"), "dashboard_share", ["owner"], unique=False)
    op.create_table(
        "dashboard_share_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["share_id"],
            ["dashboard_share.id"],
            name=op.f("fk_dashboard_share_visit_share_id_dashboard_share"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dashboard_share_visit")),
    )
    op.create_index(
        op.f("ix_dashboard_share_visit_share_id"), "dashboard_share_visit", ["share_id"], unique=False
    )
    grant("web", "measure", "measure_entry", "health_mark", "dashboard_share", "dashboard_share_visit")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("dashboard_share_visit", "dashboard_share", "health_mark", "measure_entry", "measure"):
        op.drop_table(table)
