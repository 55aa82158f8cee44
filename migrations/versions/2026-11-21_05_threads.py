"""Threads, posts, drafts, thanks, follows, and the words that search looks in.

Text search ignores accents and knows French and English stems. PostgreSQL does not use a text index behind row-level
security (`@@` is not leakproof), so the words stand in a table that no hat may read; `find_posts()` reads it, and only
inside the communities of the transaction. A trigger keeps it: what is not visible has no words.
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql
from walls import community_wall, grant

revision = "threads"
down_revision = "review"
branch_labels = None
depends_on = None

WALLED = ("thread", "post", "post_version", "reaction", "follow", "read_mark")
DICTIONARIES = {"fr": ("french", "french_stem"), "en": ("english", "english_stem")}

# French is kept twice: its stems need the accents, and people often leave them out.
WORDS_OF = """
CREATE FUNCTION words_of(lang text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN lang = 'en' THEN to_tsvector('public.entraide_en'::regconfig, words)
    ELSE to_tsvector('pg_catalog.french'::regconfig, words) || to_tsvector('public.entraide_fr'::regconfig, words)
  END $$"""

KEEP_WORDS = """
CREATE FUNCTION keep_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE heading text := '';
BEGIN
  IF NEW.status <> 'visible' THEN
    DELETE FROM post_words WHERE post_id = NEW.id;
    RETURN NULL;
  END IF;
  IF NEW.opening THEN
    SELECT t.title INTO heading FROM thread t WHERE t.id = NEW.thread_id;
  END IF;
  INSERT INTO post_words (post_id, community_id, written_at, lang, words)
  VALUES (NEW.id, NEW.community_id, NEW.created_at, NEW.lang,
    setweight(words_of(NEW.lang, COALESCE(heading, '')), 'A') || words_of(NEW.lang, NEW.body))
  ON CONFLICT (post_id) DO UPDATE SET lang = excluded.lang, words = excluded.words;
  RETURN NULL;
END $$"""

# A rare word with ORDER BY and LIMIT would get a bad plan: the hits are gathered first, then ordered.
FIND_POSTS = """
CREATE FUNCTION find_posts(sought text, most integer) RETURNS TABLE (post_id uuid, rank real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH query AS MATERIALIZED (
    SELECT websearch_to_tsquery('pg_catalog.french'::regconfig, sought)
        || websearch_to_tsquery('public.entraide_fr'::regconfig, sought) AS fr,
      websearch_to_tsquery('public.entraide_en'::regconfig, sought) AS en
  ), hits AS MATERIALIZED (
    SELECT w.post_id, w.words, w.lang, w.written_at FROM post_words w, query
    WHERE ((w.words @@ query.fr AND w.lang <> 'en') OR (w.words @@ query.en AND w.lang = 'en'))
      AND w.community_id = ANY (NULLIF(current_setting('entraide.communities', true), '')::uuid[])
  ), newest AS (SELECT * FROM hits ORDER BY written_at DESC LIMIT most)
  SELECT newest.post_id, 
    ts_rank(newest.words, CASE WHEN newest.lang = 'en' THEN query.en ELSE query.fr END) FROM newest, query $$"""


def upgrade() -> None:
    """Tables, walls, and search."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "draft",
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_owner"), "draft", ["owner"], unique=False)
    op.create_table(
        "thread",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=160), nullable=False),
        sa.Column("support", sa.String(length=40), nullable=False),
        sa.Column("lang", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("hosts_professionals", sa.Boolean(), nullable=False),
        sa.Column("post_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('held', 'visible', 'hidden', 'withdrawn')", name=op.f("ck_thread_status")
        ),
        sa.CheckConstraint(
            "support IN ('to_be_heard', 'advice', 'information')", name=op.f("ck_thread_support")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persona.id"], name=op.f("fk_thread_author_id_persona"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_thread_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_thread_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    op.create_index(op.f("ix_thread_author_id"), "thread", ["author_id"], unique=False)
    op.create_index(
        "ix_thread_recent",
        "thread",
        [
            "community_id",
            sa.literal_column("pinned DESC"),
            sa.literal_column("last_post_at DESC"),
            sa.literal_column("id DESC"),
        ],
        unique=False,
    )
    op.create_index(op.f("ix_thread_topic_id"), "thread", ["topic_id"], unique=False)
    op.create_table(
        "follow",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_follow_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["persona.id"], name=op.f("fk_follow_persona_id_persona"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_follow_thread_id_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("thread_id", "persona_id", name=op.f("pk_follow")),
    )
    op.create_index(op.f("ix_follow_persona_id"), "follow", ["persona_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("opening", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("lang", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("thanks", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('held', 'visible', 'hidden', 'withdrawn')", name=op.f("ck_post_status")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["persona.id"], name=op.f("fk_post_author_id_persona"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_post_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_post_thread_id_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_author_id"), "post", ["author_id"], unique=False)
    op.create_index("ix_post_in_thread", "post", ["thread_id", "created_at", "id"], unique=False)
    op.create_table(
        "read_mark",
        sa.Column("persona_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_read_mark_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["persona.id"], name=op.f("fk_read_mark_persona_id_persona"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_read_mark_thread_id_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("persona_id", "thread_id", name=op.f("pk_read_mark")),
    )
    op.create_index(op.f("ix_read_mark_thread_id"), "read_mark", ["thread_id"], unique=False)
    op.create_table(
        "post_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_post_version_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_post_version_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_version")),
    )
    op.create_index(op.f("ix_post_version_post_id"), "post_version", ["post_id"], unique=False)
    op.create_table(
        "post_words",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lang", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_post_words_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_post_words_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_post_words")),
    )
    op.create_index(op.f("ix_post_words_community_id"), "post_words", ["community_id"], unique=False)
    op.create_index("ix_post_words_words", "post_words", ["words"], unique=False, postgresql_using="gin")
    op.create_table(
        "reaction",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("persona_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('thanks', 'helped')", name=op.f("ck_reaction_kind")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_reaction_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["persona_id"], ["persona.id"], name=op.f("fk_reaction_persona_id_persona"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_reaction_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "persona_id", "kind", name=op.f("pk_reaction")),
    )
    op.create_index(op.f("ix_reaction_persona_id"), "reaction", ["persona_id"], unique=False)
    _make_search()
    community_wall(*WALLED)
    grant("web", "draft")


def _make_search() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public")
    for short, (base, stems) in DICTIONARIES.items():
        op.execute(f"CREATE TEXT SEARCH CONFIGURATION public.entraide_{short} (COPY = pg_catalog.{base})")
        op.execute(
            f"ALTER TEXT SEARCH CONFIGURATION public.entraide_{short}"
            f" ALTER MAPPING FOR hword, hword_part, word WITH public.unaccent, {stems}"
        )
    for function in (WORDS_OF, KEEP_WORDS, FIND_POSTS):
        op.execute(function)
    op.execute(
        "CREATE TRIGGER keep_words AFTER INSERT OR UPDATE OF status, body, lang ON post"
        " FOR EACH ROW EXECUTE FUNCTION keep_words()"
    )
    for function in ("words_of(text, text)", "keep_words()", "find_posts(text, integer)"):
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION find_posts(text, integer) TO entraide_web")


def downgrade() -> None:
    """Back to the revision before."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TRIGGER keep_words ON post")
    op.execute("DROP FUNCTION find_posts, keep_words, words_of")
    op.drop_index(op.f("ix_reaction_persona_id"), table_name="reaction")
    op.drop_table("reaction")
    op.drop_index("ix_post_words_words", table_name="post_words", postgresql_using="gin")
    op.drop_index(op.f("ix_post_words_community_id"), table_name="post_words")
    op.drop_table("post_words")
    op.drop_index(op.f("ix_post_version_post_id"), table_name="post_version")
    op.drop_table("post_version")
    op.drop_index(op.f("ix_read_mark_thread_id"), table_name="read_mark")
    op.drop_table("read_mark")
    op.drop_index("ix_post_in_thread", table_name="post")
    op.drop_index(op.f("ix_post_author_id"), table_name="post")
    op.drop_table("post")
    op.drop_index(op.f("ix_follow_persona_id"), table_name="follow")
    op.drop_table("follow")
    op.drop_index(op.f("ix_thread_topic_id"), table_name="thread")
    op.drop_index("ix_thread_recent", table_name="thread")
    op.drop_index(op.f("ix_thread_author_id"), table_name="thread")
    op.drop_table("thread")
    op.drop_index(op.f("ix_draft_owner"), table_name="draft")
    op.drop_table("draft")
    for short in DICTIONARIES:
        op.execute(f"DROP TEXT SEARCH CONFIGURATION public.entraide_{short}")
    op.execute("DROP EXTENSION unaccent")
