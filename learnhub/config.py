"""Every setting, read from the environment in one place. A wrong value stops the start with one line that says why."""

import os
import re
import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from learnhub.workdays import CalendarFault, read_calendar

ROOT = Path(__file__).resolve().parent.parent
_NOTIFY_KEY = re.compile(r".*[0-9a-fA-F-]{36}-[0-9a-fA-F-]{36}")


class SettingsError(SystemExit):
    """A setting is missing or wrong; the message names it and says what to do.

    A SystemExit, so that a start from anywhere ends with that one line and no traceback.
    """


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment asked for, checked. Documented one heading each in docs/settings.md."""

    database_url: str
    reports_database_url: str | None
    courses: Path
    secret_key: str
    base_url: str
    smtp_url: str | None
    notify_key: str | None
    notify_template: str | None
    mail_folder: Path
    quiet_hours: tuple[time, time] | None
    trusted_proxies: int
    timezone: str
    bank_holidays: frozenset[date]
    issuer_keys: Path | None
    demo: bool
    demo_password: str | None
    support_email: str | None
    evidence: Path
    scan_command: tuple[str, ...]

    @property
    def https(self) -> bool:
        """Whether people reach the service by https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check the environment.

    Raises SettingsError on the first setting that is wrong.
    """
    env = os.environ if environ is None else environ
    instance = ROOT / "instance"
    demo = _flag(env, "LEARNHUB_DEMO")
    database_url = env.get("LEARNHUB_DATABASE_URL") or f"sqlite:///{instance / 'learnhub.db'}"
    base_url = (env.get("LEARNHUB_BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(base_url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise SettingsError("LEARNHUB_BASE_URL must be an address such as https://learnhub.example")
    smtp_url = env.get("LEARNHUB_SMTP_URL") or None
    if smtp_url and urlsplit(smtp_url).scheme not in {"smtp", "smtps"}:
        raise SettingsError("LEARNHUB_SMTP_URL must look like smtp://user:password@host:587 or smtps://host")
    notify_key, notify_template = _notify(env)
    timezone = env.get("LEARNHUB_TIMEZONE") or "Europe/London"
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError):
        raise SettingsError(f"LEARNHUB_TIMEZONE: there is no time zone called {timezone!r}") from None
    courses = Path(env.get("LEARNHUB_COURSES") or ROOT / "courses")
    if not courses.is_dir():
        raise SettingsError(f"LEARNHUB_COURSES: {courses} is not a folder")
    issuer_keys = env.get("LEARNHUB_ISSUER_KEYS")
    if not demo and not smtp_url and not notify_key:
        raise SettingsError(
            "LEARNHUB_SMTP_URL is missing: without it no password can be reset. Set it, or LEARNHUB_DEMO=1"
        )
    return Settings(
        database_url=_database_url("LEARNHUB_DATABASE_URL", database_url),
        reports_database_url=_optional_database_url(env, "LEARNHUB_REPORTS_DATABASE_URL"),
        courses=courses,
        secret_key=_secret_key(env, demo, instance),
        base_url=base_url,
        smtp_url=smtp_url,
        notify_key=notify_key,
        notify_template=notify_template,
        mail_folder=instance / "mail",
        quiet_hours=_hours(env, "LEARNHUB_QUIET_HOURS", "19:00-07:00"),
        trusted_proxies=_count(env, "LEARNHUB_TRUSTED_PROXIES"),
        timezone=timezone,
        bank_holidays=_bank_holidays(env),
        issuer_keys=Path(issuer_keys) if issuer_keys else instance / "demo-issuer-keys.json" if demo else None,
        demo=demo,
        demo_password=env.get("LEARNHUB_DEMO_PASSWORD") or None,
        support_email=env.get("LEARNHUB_SUPPORT_EMAIL") or ("support@learnhub.example" if demo else None),
        evidence=_evidence(env, instance),
        scan_command=_scan_command(env),
    )


def _flag(env: Mapping[str, str], name: str) -> bool:
    value = env.get(name, "").strip().lower()
    if value in {"", "0", "no", "false", "off"}:
        return False
    if value in {"1", "yes", "true", "on"}:
        return True
    raise SettingsError(f"{name} must be 1 or 0, not {value!r}")


def _count(env: Mapping[str, str], name: str) -> int:
    value = env.get(name, "").strip() or "0"
    if not value.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {value!r}")
    return int(value)


def _hours(env: Mapping[str, str], name: str, default: str) -> tuple[time, time] | None:
    value = (env.get(name) or default).strip()
    if value.lower() == "none":
        return None
    begin, _, end = value.replace("–", "-").partition("-")
    try:
        hours = time.fromisoformat(begin.strip()), time.fromisoformat(end.strip())
    except ValueError:
        hours = time.min, time.min
    if hours[0] == hours[1] or any(hour.tzinfo for hour in hours):
        raise SettingsError(f"{name} must look like 19:00-07:00, or be none, not {value!r}")
    return hours


def _notify(env: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The key and the template for GOV.UK Notify: both or neither, and its library only where it is asked for."""
    key, template = env.get("LEARNHUB_NOTIFY_KEY") or None, env.get("LEARNHUB_NOTIFY_TEMPLATE") or None
    if key is None and template is None:
        return None, None
    if env.get("LEARNHUB_SMTP_URL"):
        raise SettingsError("LEARNHUB_NOTIFY_KEY and LEARNHUB_SMTP_URL are two ways to send: set one of them")
    if key is None or template is None:
        missing = "LEARNHUB_NOTIFY_KEY" if key is None else "LEARNHUB_NOTIFY_TEMPLATE"
        raise SettingsError(f"{missing} is missing: GOV.UK Notify needs a key and the number of a template")
    if not _NOTIFY_KEY.fullmatch(key):
        raise SettingsError(
            "LEARNHUB_NOTIFY_KEY is not a key of GOV.UK Notify: a name and two long numbers with hyphens"
        )
    if find_spec("notifications_python_client") is None:
        raise SettingsError("LEARNHUB_NOTIFY_KEY needs one more library: pip install -r requirements-notify.txt")
    return key, template


def _bank_holidays(env: Mapping[str, str]) -> frozenset[date]:
    given = env.get("LEARNHUB_BANK_HOLIDAYS")
    try:
        return read_calendar(Path(given)) if given else frozenset()
    except CalendarFault as fault:
        raise SettingsError(f"LEARNHUB_BANK_HOLIDAYS: {fault}") from None


def _evidence(env: Mapping[str, str], instance: Path) -> Path:
    folder = Path(env.get("LEARNHUB_EVIDENCE") or instance / "evidence")
    if not folder.is_absolute():
        raise SettingsError(f"LEARNHUB_EVIDENCE must be the whole path of a folder, not {folder}")
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"LEARNHUB_EVIDENCE: {folder} is not a folder")
    return folder


def _scan_command(env: Mapping[str, str]) -> tuple[str, ...]:
    given = env.get("LEARNHUB_SCAN_COMMAND", "")
    try:
        command = tuple(shlex.split(given))
    except ValueError:
        raise SettingsError(f"LEARNHUB_SCAN_COMMAND: the quotation marks in {given!r} do not match") from None
    if command and which(command[0]) is None:
        raise SettingsError(f"LEARNHUB_SCAN_COMMAND: there is no command {command[0]!r}")
    return command


def _optional_database_url(env: Mapping[str, str], name: str) -> str | None:
    value = env.get(name)
    return _database_url(name, value) if value else None


def _database_url(name: str, value: str) -> str:
    scheme, _, rest = value.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"} and rest:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return value
    raise SettingsError(f"{name} must start with postgresql:// or sqlite:/// (a file), not {scheme}://")


def _secret_key(env: Mapping[str, str], demo: bool, instance: Path) -> str:
    given = env.get("LEARNHUB_SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingsError("LEARNHUB_SECRET_KEY is too short: use what `openssl rand -hex 32` prints")
        return given
    if not demo:
        raise SettingsError(
            "LEARNHUB_SECRET_KEY is missing: set it to what `openssl rand -hex 32` prints, keep it secret"
        )
    kept = instance / "demo-secret-key"
    if not kept.exists():
        instance.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: the first to link its file wins, the other reads that one.
        fresh = instance / f"demo-secret-key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            os.link(fresh, kept)
        except FileExistsError:
            pass
        fresh.unlink()
    return kept.read_text().strip()
