"""`flask badges keys` and `flask badges verify`: the issuer's keys, and checking anybody's credential."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import DBAPIError

from learnhub import clock
from learnhub.badges import checking, trust
from learnhub.badges import keys as issuer
from learnhub.badges.credential_queries import base, our_list
from learnhub.badges.documents import issuer_address
from learnhub.badges.findings import Outcome, Report, issuer_of
from learnhub.badges.keys import IssuerKey, IssuerKeys, KeysError
from learnhub.badges.reading import LARGEST_FILE, Sealed, UnreadableError, read_credential
from learnhub.config import Settings
from learnhub.web.i18n import show_day_and_time

REFUSED, UNPROVEN = 1, 3
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SIGNS = {Outcome.GOOD: "yes", Outcome.BAD: "NO ", Outcome.UNKNOWN: " ? "}

keys = AppGroup("keys", help="The keys that sign credentials, in the file LEARNHUB_ISSUER_KEYS.")


@keys.command("make")
def make() -> None:
    """Make the file with its first keys. A file that is there is left alone."""
    path = _path()
    if path.exists():
        raise click.ClickException(f"{path} is there already; for new keys: flask badges keys rotate")
    issuer.write(path, IssuerKeys(issuer.make()), new=True)
    click.echo(f"Made {path}. Only its owner can read it. Back it up, apart from the database.")


@keys.command("rotate")
def rotate() -> None:
    """Make new keys that sign from now on. What was signed before goes on verifying.

    The old public keys stay in the file; their private halves are thrown away.
    """
    before = _read()
    issuer.write(_path(), issuer.rotated(before))
    click.echo("New keys sign from now on. Back the file up again; the old keys are kept to verify with.")


@keys.command("list")
def list_keys() -> None:
    """Every key, the newest first: its name, kind, dates and state."""
    for key in _read().keys:
        until = show_day_and_time(key.not_after) if key.not_after else "-"
        click.echo(f"{key.name}\t{key.kind}\t{show_day_and_time(key.made_at)}\t{until}\t{_state(key)}")


@keys.command("retire", context_settings={"ignore_unknown_options": True})  # a name may begin with "-"
@click.argument("name")
@click.option("--compromised", is_flag=True, help="It is in wrong hands: nothing it ever signed is to be believed.")
def retire(name: str, compromised: bool) -> None:
    """Have one key sign no more. Rotate first: without a key of each kind nothing can be signed."""
    found = _read()
    if found.named(name) is None:
        raise click.ClickException(f"there is no key called {name}; see: flask badges keys list")
    now = clock.now().replace(microsecond=0)
    changed = tuple(
        issuer.retired(key, now, compromised=compromised) if key.name == name else key for key in found.keys
    )
    issuer.write(_path(), IssuerKeys(changed))
    click.echo("It signs no more." + (" What it signed is no longer believed." if compromised else ""))
    for kind in ("RSA", "Ed25519"):
        if not any(key.kind == kind and key.can_sign for key in changed):
            click.echo(f"No {kind} key is left that signs. Run: flask badges keys rotate", err=True)


@click.command("verify")
@with_appcontext
@click.argument("file", type=FILE)
@click.option("--keys", "keys_file", type=FILE, help="The issuer's public keys: a JWK Set, or the issuer's document.")
@click.option("--status", "status_file", type=FILE, help="The issuer's list of what is revoked, fetched before.")
def verify(file: Path, keys_file: Path | None, status_file: Path | None) -> None:
    """Check any Open Badges 3.0 credential: JSON, a JWT, or an SVG or PNG with one in it. Asks nobody on the network.

    Ends with 0 when everything was checked and is right, 1 when the credential is refused, 3 when nothing is wrong
    but something could not be checked.
    """
    try:
        sealed = read_credential(_bytes(file))
        ring = trust.KeyRing((*_our_keys(), *(trust.given(_bytes(keys_file).decode()) if keys_file else ())))
        listed = read_credential(_bytes(status_file)) if status_file else None
    except (UnreadableError, UnicodeDecodeError) as error:
        click.echo(f"NO   {error}")
        sys.exit(REFUSED)
    _tell(checking.check(sealed, ring, _Lists(sealed, listed, ring)))


def _tell(report: Report) -> None:
    for line in report.lines:
        click.echo(f"{SIGNS[line.outcome]}  {line.text}")
    if report.is_refused:
        click.echo("REFUSED: do not rely on it.")
        sys.exit(REFUSED)
    if not report.is_proven:
        click.echo("Nothing is wrong with it, but not everything could be checked.")
        sys.exit(UNPROVEN)
    click.echo("VALID: everything was checked.")


class _Lists:
    """Where to look for what is revoked: the list that was given, else our own database if it is there."""

    def __init__(self, sealed: Sealed, given: Sealed | None, ring: trust.KeyRing) -> None:
        self.sealed, self.given, self.ring = sealed, given, ring

    def __call__(self, address: str) -> bytes | None:
        issuer_named = issuer_of(self.sealed.document)
        if self.given is not None:
            return checking.checked_list(self.given, self.ring, address, issuer_named)
        if issuer_named != issuer_address(base()):
            return None
        try:
            return our_list(address)
        except DBAPIError:
            return None


def _our_keys() -> tuple[trust.PublicKey, ...]:
    try:
        return trust.ours(base(), issuer.issuer_keys().keys)
    except KeysError:
        return ()


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableError(f"{path} is larger than 8 MB")
    return path.read_bytes()


def _path() -> Path:
    settings: Settings = current_app.extensions["learnhub.settings"]
    if settings.issuer_keys is None:
        raise click.ClickException("LEARNHUB_ISSUER_KEYS is not set: the file that the keys are kept in")
    return settings.issuer_keys


def _read() -> IssuerKeys:
    try:
        return issuer.read(_path())
    except KeysError as error:
        raise click.ClickException(str(error)) from error


def _state(key: IssuerKey) -> str:
    return "in wrong hands" if key.revoked_at else "signs" if key.can_sign else "verifies only"
