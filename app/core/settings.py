"""The environment, typed. Outside the demo and the tests the application refuses to start without its secrets."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

Stage = Literal["demo", "test", "development", "production"]


class Settings(BaseSettings):
    """Every variable the operator may set. `ENTRAIDE_` prefixes all but the usual names of hosting platforms."""

    model_config = SettingsConfigDict(
        env_prefix="ENTRAIDE_", env_file=".env", extra="ignore", populate_by_name=True
    )

    stage: Stage = Field("production", description="demo, test, development or production")
    host: str = Field("127.0.0.1", validation_alias="HOST", description="address to listen on")
    port: int = Field(8000, validation_alias="PORT", description="port to listen on", ge=1, le=65535)
    base_url: str = Field("", description="public address, such as https://entraide.example")
    database_url: str = Field(
        "", validation_alias="DATABASE_URL", description="PostgreSQL, as entraide_app; empty: embedded"
    )
    migration_url: str = Field("", validation_alias="MIGRATION_URL", description="PostgreSQL, as the owner")
    keystore_url: str = Field(
        "", validation_alias="KEYSTORE_URL", description="second database, for sealed keys"
    )
    var: Path = Field(Path("var"), description="folder of the embedded database, keys, uploads and packages")
    master_key_file: Path | None = Field(None, description="file with 32 random bytes in base64")
    smtp_url: str = Field(
        "", description="smtp://user:password@host:port, or smtps://; empty: the demo's own mailbox"
    )
    mail_from: str = Field("Entraide <no-reply@localhost>", description="sender of every mail")
    brand: str = Field("Entraide", description="name on the pages")
    country: str = Field("FR", max_length=2, description="country of the members: which help lines are shown")
    limits: Literal["normal", "bench"] = Field(
        "normal", description="bench relaxes the rate limits, in the demo only"
    )
    clock_days: int = Field(
        0, ge=0, le=1000, description="days by which the clock runs ahead, in the demo only"
    )
    workers: int = Field(1, ge=1, le=64, description="web processes")
    threads: int = Field(
        6, ge=2, le=100, description="threads that a web process answers with; more only wait for each other"
    )
    pool_size: int = Field(10, ge=1, le=100, description="database connections a process keeps")
    trusted_proxies: str = Field(
        "", description="addresses whose X-Forwarded-For is believed, comma separated"
    )
    metrics_token: str = Field("", description="bearer token of /metrics; empty: closed")
    log_json: bool = Field(True, description="one JSON object a line")

    @property
    def demo(self) -> bool:
        """Whether invented people live here and passwords may be printed."""
        return self.stage == "demo"

    @property
    def public_url(self) -> str:
        """Where readers reach us, without a trailing slash."""
        return (self.base_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether pages travel over TLS: cookies then carry the `__Host-` prefix."""
        return self.public_url.startswith("https://")

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> "Settings":
        if self.limits == "bench" and self.stage not in ("demo", "test"):
            raise ValueError("ENTRAIDE_LIMITS=bench is for the demo only")
        if self.clock_days and self.stage not in ("demo", "test"):
            raise ValueError("ENTRAIDE_CLOCK_DAYS is for the demo only")
        if self.stage == "production":
            missing = [
                name
                for name, value in (
                    ("ENTRAIDE_BASE_URL", self.base_url),
                    ("ENTRAIDE_MASTER_KEY_FILE", self.master_key_file),
                    ("ENTRAIDE_SMTP_URL", self.smtp_url),
                )
                if not value
            ]
            if missing:
                raise ValueError("production needs " + ", ".join(missing))
        return self


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
