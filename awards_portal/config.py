"""One typed Settings, read from the environment; an unsafe production refuses to start."""

import os
import secrets
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from .translations import FOLDER, LANGUAGES, OWN_NAMES

ROOT = Path(__file__).resolve().parent.parent
# The portal's version, written into what leaves it; pyproject.toml says the same.
VERSION = "0.1.0"


class UnsafeSettings(Exception):
    """The settings would run the portal unsafely; the message lists every fault, not the first one."""


class Settings(BaseSettings):
    """Every setting of the portal. Names in the environment are these in capitals, after `AWARDS_`.

    A secret may be given as a file: `AWARDS_SECRET_KEY_FILE=/run/secrets/key` (likewise for any setting).
    """

    model_config = SettingsConfigDict(env_prefix="AWARDS_", env_file=".env", extra="ignore", frozen=True)

    environment: Literal["development", "test", "production"] = "development"
    secret_key: str = ""
    public_url: str = Field(
        "http://127.0.0.1:5000", description="The address people use; links in letters start with it"
    )
    trusted_hosts: list[str] = Field(default_factory=list, description="Host names answered to; public_url's is added")
    proxy_hops: int = Field(0, ge=0, le=5, description="How many proxies in front may be believed about the client")
    instance_dir: Path = Field(ROOT / "instance", description="The embedded default's database, files and letters")
    database_url: str = ""
    queue_url: str = Field("", description="Empty: a SQLite file beside the database. redis://… when scaled out")
    storage_url: str = Field("", description="Empty: files below instance_dir. s3://bucket/prefix for object storage")
    s3_endpoint: str = ""
    s3_access_key: str = ""
    s3_secret_key: str = ""
    mail_url: str = Field("", description="Empty: letters are written to files. smtp://user:password@host:587")
    mail_from: str = "Awards portal <awards@example.org>"
    clamd_socket: str = Field("", description="Path of clamd's socket; when set and not answering, uploads are refused")
    languages: tuple[str, ...] = Field(LANGUAGES, description="Languages spoken, by code; English always is")
    translations_dir: Path = Field(FOLDER, description="Where the catalogues of translations are")
    name: str = Field("Smart Sustainable City Awards", description="The portal's name, in titles and letters")
    second_factor: Literal["", "required", "optional"] = Field(
        "", description="For the organising team. Empty: required in production, optional elsewhere"
    )
    upload_quota_bytes: int = Field(200_000_000, gt=0, description="Bytes one city may store in one edition")
    worker_threads: int = Field(8, gt=0)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Given values first, then the environment, then files named by `*_FILE`, then `.env`."""
        return init_settings, env_settings, _FileNamedInEnvironment(settings_cls), dotenv_settings

    @model_validator(mode="before")
    @classmethod
    def _accept_common_database_spellings(cls, values: dict[str, object]) -> dict[str, object]:
        url = str(values.get("database_url") or "")
        for spelling in ("postgres://", "postgresql://"):
            if url.startswith(spelling):
                values = {**values, "database_url": "postgresql+psycopg://" + url.removeprefix(spelling)}
        return values

    @field_validator("languages")
    @classmethod
    def _speak_english_first(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [code for code in languages if code not in OWN_NAMES]
        if unknown:
            raise ValueError(f"there is no catalogue for {', '.join(unknown)}")
        return ("en", *(code for code in OWN_NAMES if code in languages and code != "en"))

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if self.environment != "production":
            return self
        faults = []
        if len(self.secret_key) < 32:
            faults.append("AWARDS_SECRET_KEY needs at least 32 characters")
        if urlsplit(self.public_url).scheme != "https":
            faults.append("AWARDS_PUBLIC_URL must begin with https://")
        if not self.mail_url:
            faults.append("AWARDS_MAIL_URL is empty: letters would only be written to files")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @property
    def needs_second_factor(self) -> bool:
        """Whether the organising team's pages open only to who signed in with a second factor."""
        return self.second_factor == "required" or (not self.second_factor and self.environment == "production")

    @property
    def hosts(self) -> list[str]:
        """Host names the portal answers to."""
        own = urlsplit(self.public_url).hostname or "localhost"
        local = [] if self.environment == "production" else ["localhost", "127.0.0.1"]
        return sorted({own, *local, *self.trusted_hosts})

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address; the embedded default is a SQLite file in the instance folder."""
        return self.database_url or f"sqlite:///{self.instance_dir / 'portal.db'}"

    @property
    def session_secret(self) -> str:
        """The key that signs cookies; outside production one is made and kept in the instance folder."""
        if self.secret_key:
            return self.secret_key
        path = self.instance_dir / "secret_key"
        if not path.exists():
            self.instance_dir.mkdir(parents=True, exist_ok=True)
            path.write_text(secrets.token_urlsafe(48))
            path.chmod(0o600)
        return path.read_text()

    @classmethod
    def load(cls, **given: object) -> "Settings":
        """Read the settings.

        Raises:
            UnsafeSettings: with one line for each fault, naming the setting.
        """
        try:
            return cls(**given)  # type: ignore[arg-type]
        except ValidationError as error:
            lines = [f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors()]
            raise UnsafeSettings("The portal cannot start with these settings:\n- " + "\n- ".join(lines)) from error


class _FileNamedInEnvironment(PydanticBaseSettingsSource):
    """`AWARDS_X_FILE=/path` sets x to the file's text, as container platforms hand out secrets."""

    def get_field_value(self, field: object, field_name: str) -> tuple[object, str, bool]:
        path = os.environ.get(f"AWARDS_{field_name.upper()}_FILE")
        return (Path(path).read_text().strip() if path else None), field_name, False

    def __call__(self) -> dict[str, object]:
        values = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in values.items() if value is not None}
