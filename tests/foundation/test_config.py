"""A wrong setting stops the start with one line that says which, and why."""

from pathlib import Path

import pytest

from learnhub.config import SettingsError, load_settings

KEY = "k" * 32
PRODUCTION = {"LEARNHUB_SECRET_KEY": KEY, "LEARNHUB_SMTP_URL": "smtp://mail.example:587"}


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"LEARNHUB_SECRET_KEY": ""}, "LEARNHUB_SECRET_KEY is missing"),
        ({"LEARNHUB_SECRET_KEY": "short"}, "LEARNHUB_SECRET_KEY is too short"),
        ({"LEARNHUB_SMTP_URL": ""}, "LEARNHUB_SMTP_URL is missing"),
        ({"LEARNHUB_SMTP_URL": "http://mail.example"}, "LEARNHUB_SMTP_URL must look like"),
        ({"LEARNHUB_BASE_URL": "learnhub.example"}, "LEARNHUB_BASE_URL must be"),
        ({"LEARNHUB_TIMEZONE": "Europe/Londn"}, "no time zone called 'Europe/Londn'"),
        ({"LEARNHUB_COURSES": "/no/such/folder"}, "LEARNHUB_COURSES: /no/such/folder is not a folder"),
        ({"LEARNHUB_DATABASE_URL": "mysql://x/y"}, "LEARNHUB_DATABASE_URL must start with"),
        ({"LEARNHUB_DATABASE_URL": "sqlite://"}, "LEARNHUB_DATABASE_URL must start with"),
        ({"LEARNHUB_REPORTS_DATABASE_URL": "oracle://x"}, "LEARNHUB_REPORTS_DATABASE_URL must start with"),
        ({"LEARNHUB_TRUSTED_PROXIES": "one"}, "LEARNHUB_TRUSTED_PROXIES must be a whole number"),
        ({"LEARNHUB_TRUSTED_PROXIES": "-1"}, "LEARNHUB_TRUSTED_PROXIES must be a whole number"),
        ({"LEARNHUB_DEMO": "perhaps"}, "LEARNHUB_DEMO must be 1 or 0"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match="LEARNHUB_") as raised:
        load_settings({**PRODUCTION, **changes})
    assert named in str(raised.value)
    assert "\n" not in str(raised.value)


def test_production_needs_a_key_and_a_mail_server_and_nothing_else() -> None:
    settings = load_settings(PRODUCTION)
    assert not settings.demo
    assert settings.database_url.startswith("sqlite:///")
    assert settings.trusted_proxies == 0


def test_the_demo_needs_nothing_and_keeps_its_own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnhub.config.ROOT", tmp_path)
    (tmp_path / "courses").mkdir()
    first = load_settings({"LEARNHUB_DEMO": "1"})
    assert load_settings({"LEARNHUB_DEMO": "yes"}).secret_key == first.secret_key
    kept = tmp_path / "instance/demo-secret-key"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_cookies_insist_on_https_where_people_use_it() -> None:
    assert load_settings({**PRODUCTION, "LEARNHUB_BASE_URL": "https://learnhub.example/"}).https
    assert not load_settings(PRODUCTION).https


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_a_postgresql_address_is_understood(scheme: str) -> None:
    url = load_settings({**PRODUCTION, "LEARNHUB_DATABASE_URL": f"{scheme}://u:p@h/n"}).database_url
    assert url == "postgresql+psycopg://u:p@h/n"
