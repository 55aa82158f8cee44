"""Rooms, messages with a sequence per room, private conversations, blocks, and who is connected."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from walls import community_wall, grant

revision = "chat"
down_revision = "threads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tables and walls of the room."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "live_worker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("beat", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_worker")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "live_socket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["worker_id"],
            ["live_worker.id"],
            name=op.f("fk_live_socket_worker_id_live_worker"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_socket")),
        prefixes=["UNLOGGED"],
    )
    op.create_index(op.f("ix_live_socket_person"), "live_socket", ["person"], unique=False)
    op.create_index(op.f("ix_live_socket_worker_id"), "live_socket", ["worker_id"], unique=False)
    op.create_table(
        "room",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("slow_seconds", sa.Integer(), nullable=False),
        sa.Column("read_only", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_room_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("community_id", name=op.f("uq_room_community_id")),
    )
    op.create_table(
        "block",
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("blocked_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persona.id"], name=op.f("fk_block_author_id_persona"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["persona.id"], name=op.f("fk_block_blocked_id_persona"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_block_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("author_id", "blocked_id", name=op.f("pk_block")),
    )
    op.create_index(op.f("ix_block_blocked_id"), "block", ["blocked_id"], unique=False)
    op.create_index(op.f("ix_block_community_id"), "block", ["community_id"], unique=False)
    op.create_table(
        "conversation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped_for_asker", sa.LargeBinary(), nullable=False),
        sa.Column("wrapped_for_other", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("asker_read", sa.Integer(), nullable=False),
        sa.Column("other_read", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('asked', 'open', 'closed')", name=op.f("ck_conversation_status")),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["persona.id"], name=op.f("fk_conversation_asker_id_persona"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_conversation_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["persona.id"], name=op.f("fk_conversation_other_id_persona"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_asker_id"), "conversation", ["asker_id"], unique=False)
    op.create_index(op.f("ix_conversation_changed_at"), "conversation", ["changed_at"], unique=False)
    op.create_index(op.f("ix_conversation_community_id"), "conversation", ["community_id"], unique=False)
    op.create_index(op.f("ix_conversation_other_id"), "conversation", ["other_id"], unique=False)
    op.create_index(
        "ux_conversation_pair",
        "conversation",
        [sa.literal_column("least(asker_id, other_id)"), sa.literal_column("greatest(asker_id, other_id)")],
        unique=True,
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('visible', 'hidden', 'deleted')", name=op.f("ck_message_status")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persona.id"], name=op.f("fk_message_author_id_persona"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_message_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_message_room_id_room"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_message_author_id_key")),
        sa.UniqueConstraint("room_id", "seq", name=op.f("uq_message_room_id_seq")),
    )
    op.create_index(op.f("ix_message_at"), "message", ["at"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persona.id"], name=op.f("fk_letter_author_id_persona"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_letter_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_letter_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_letter_author_id_key")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_letter_conversation_id_seq")),
    )
    op.create_index(op.f("ix_letter_community_id"), "letter", ["community_id"], unique=False)
    community_wall("room", "message", "block", "conversation", "letter")
    grant("web", "live_worker", "live_socket")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(op.f("ix_letter_community_id"), table_name="letter")
    op.drop_table("letter")
    op.drop_index(op.f("ix_message_at"), table_name="message")
    op.drop_table("message")
    op.drop_index("ux_conversation_pair", table_name="conversation")
    op.drop_index(op.f("ix_conversation_other_id"), table_name="conversation")
    op.drop_index(op.f("ix_conversation_community_id"), table_name="conversation")
    op.drop_index(op.f("ix_conversation_changed_at"), table_name="conversation")
    op.drop_index(op.f("ix_conversation_asker_id"), table_name="conversation")
    op.drop_table("conversation")
    op.drop_index(op.f("ix_block_community_id"), table_name="block")
    op.drop_index(op.f("ix_block_blocked_id"), table_name="block")
    op.drop_table("block")
    op.drop_table("room")
    op.drop_index(op.f("ix_live_socket_worker_id"), table_name="live_socket")
    op.drop_index(op.f("ix_live_socket_person"), table_name="live_socket")
    op.drop_table("live_socket")
    op.drop_table("live_worker")
