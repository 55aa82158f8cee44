"""The second wall: roles, grants and row-level security, in the words of the migrations.

The application logs in as entraide_app (NOINHERIT, owns nothing) and takes one of three hats per transaction. A table of a
community is forced behind a policy that reads `entraide.communities`, set by the guard for this transaction only.
"""

from alembic import op

HATS = ("web", "vault", "research")
IN_COMMUNITY = (
    "community_id = ANY ((SELECT NULLIF(current_setting('entraide.communities', true), '')::uuid[])::uuid[])"
)


def make_hats() -> None:
    """The three group roles, and their wearer where this server has one."""
    for hat in HATS:
        op.execute(
            f"DO $$ BEGIN CREATE ROLE entraide_{hat} NOLOGIN NOINHERIT; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
        op.execute(
            "DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'entraide_app')"
            f" THEN GRANT entraide_{hat} TO entraide_app; ELSE GRANT entraide_{hat} TO CURRENT_USER; END IF; END $$"
        )


def own_schema(name: str, hat: str) -> None:
    """A schema whose tables one hat alone may touch."""
    op.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
    op.execute(f"GRANT USAGE ON SCHEMA {name} TO entraide_{hat}")


def grant(hat: str, *tables: str, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Gives a hat rights on tables."""
    for table in tables:
        op.execute(f"GRANT {rights} ON {table} TO entraide_{hat}")


def community_wall(*tables: str, rights: str = "SELECT, INSERT, UPDATE, DELETE", also: str = "") -> None:
    """Rows of these tables exist only inside the communities of the transaction; `also` is a further SQL condition that opens a row."""
    rule = f"({IN_COMMUNITY})" + (f" OR ({also})" if also else "")
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY community ON {table} USING ({rule}) WITH CHECK ({rule})")
        grant("web", table, rights=rights)


def append_only(table: str, hat: str = "web") -> None:
    """Rows may be added and read; the database refuses to change or remove one."""
    grant(hat, table, rights="SELECT, INSERT")
    op.execute(
        f"CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_stays()"
    )
