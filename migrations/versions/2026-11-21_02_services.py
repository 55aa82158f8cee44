"""Services: the job queue (procrastinate's own schema), its once-only marks, the outbox and the rate limits.

All of it lives in the schema `jobs`, which holds nothing readable about anybody: opaque ids, sealed mail, keyed tags.
"""

from alembic import op
from procrastinate.schema import SchemaManager
from walls import grant

revision = "services"
down_revision = "foundation"
branch_labels = None
depends_on = None

HATS = ("web", "vault")


def upgrade() -> None:
    """Expand first; a column goes one release after the last reader did."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("CREATE SCHEMA jobs")
    _make_queue()
    # A job's effect and this mark are one transaction: a job that runs again finds the mark and does nothing.
    op.execute(
        "CREATE TABLE jobs.effect (job_id bigint PRIMARY KEY REFERENCES jobs.procrastinate_jobs ON DELETE CASCADE)"
    )
    op.execute("CREATE TABLE jobs.outbox (id uuid PRIMARY KEY, sealed bytea NOT NULL, created date NOT NULL)")
    op.execute(
        "CREATE UNLOGGED TABLE jobs.rate_limit (key text PRIMARY KEY, count bigint NOT NULL DEFAULT 0,"
        " hits float8[] NOT NULL DEFAULT '{}', refused boolean NOT NULL DEFAULT false, expires float8 NOT NULL)"
    )
    op.execute("CREATE INDEX rate_limit_expires ON jobs.rate_limit (expires)")
    grant("web", "alembic_version", rights="SELECT")  # /readyz compares revisions
    for hat in HATS:
        op.execute(f"GRANT USAGE ON SCHEMA jobs TO entraide_{hat}")
        op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO entraide_{hat}")
        grant(hat, "ALL TABLES IN SCHEMA jobs")


def downgrade() -> None:
    """Back to the revision before; waiting jobs and mails are lost."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("REVOKE ALL ON alembic_version FROM entraide_web")
    op.execute("DROP SCHEMA jobs CASCADE")


def _make_queue() -> None:
    """The library's tables and functions; the latter find their tables whatever the caller's search path is."""
    op.execute("SET LOCAL search_path = jobs")
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    connection.execute(SchemaManager.get_schema())
    op.execute("SET LOCAL search_path TO DEFAULT")
    op.execute(
        "DO $$ DECLARE one regprocedure; BEGIN"
        " FOR one IN SELECT oid FROM pg_proc WHERE pronamespace = 'jobs'::regnamespace LOOP"
        " EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_temp', one); END LOOP; END $$"
    )
