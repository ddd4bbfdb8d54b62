"""`flask people`: accounts, roles, postings and departments. A password is asked for, never an argument.

(An argument would stand in the shell's history and in the list of processes.)
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select

from learnhub import clock
from learnhub import db as database
from learnhub.db import db
from learnhub.people import actions, details, hashing
from learnhub.people.forms import words_of
from learnhub.people.models import Person, RoleGrant
from learnhub.people.password_rules import fault_of
from learnhub.people.queries import department_names, department_tree, people_found, person_with_email
from learnhub.people.roles import grants_to_revoke
from learnhub.permissions import Role

commands = AppGroup("people", help="Accounts, roles, postings and departments.")
ROLE = click.Choice([role.value for role in Role])


class Day(click.ParamType[date]):
    """A date as 2026-11-03."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            self.fail(f"{value!r} is not a date such as 2026-11-03", param, ctx)


@contextmanager
def writing() -> Iterator[None]:
    """A write; what an action refuses becomes one line on stderr and exit code 1."""
    try:
        with database.write():
            yield
    except actions.Refused as refused:
        raise click.ClickException(str(refused)) from refused


@commands.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--department", required=True, help="The department's code.")
@click.option("--role", "roles", multiple=True, type=ROLE, help="Holds everywhere; `grant` bounds it to a department.")
@click.option("--staff-number")
@click.option("--grade")
@click.option("--profession")
@click.option("--office")
@click.option("--language", type=click.Choice(["en", "cy"]), default="en", show_default=True)
@click.option("--joined", type=Day(), help="Default: today.")
@click.option("--send-link", is_flag=True, help="E-mail a link to choose a password, instead of asking for one.")
def add(  # click passes them by name
    email: str,
    name: str,
    department: str,
    roles: tuple[str, ...],
    staff_number: str | None,
    grade: str | None,
    profession: str | None,
    office: str | None,
    language: str,
    joined: date | None,
    send_link: bool,
) -> None:
    """Add an account. Asks for a password; without a terminal its first line of input is the password."""
    if person_with_email(email) is not None:
        raise click.ClickException(f"{email} has an account already.")
    password_hash = None if send_link else _hash_of_asked(name, email)
    with writing():
        person = actions.add_person(
            email=email,
            name=name,
            department_code=department,
            staff_number=staff_number,
            language=language,
            grade=grade,
            profession=profession,
            office=office,
            joined_on=joined,
        )
        for role in roles:
            actions.grant_role(person.id, Role(role))
        if password_hash is None:
            actions.send_password_link(person.email)
        else:
            actions.set_password(person.id, password_hash, by="command")
    click.echo(f"Added {email.strip().lower()}." + (" A link is on its way." if send_link else ""))


@commands.command("password")
@click.argument("email")
@click.option("--send-link", is_flag=True, help="E-mail a link to choose a password, instead of asking for one.")
def password(email: str, send_link: bool) -> None:
    """Set a person's password, or e-mail them a link to choose one. Ends their sessions."""
    person = _person(email)
    password_hash = None if send_link else _hash_of_asked(person.name, person.email)
    with writing():
        if password_hash is None:
            actions.send_password_link(email)
        else:
            actions.set_password(_person(email).id, password_hash, by="command")
    click.echo("A link is on its way." if send_link else "The password is set.")


@commands.command("grant")
@click.argument("email")
@click.argument("role", type=ROLE)
@click.option("--department", help="Holds in this department and below; without it everywhere.")
def grant(email: str, role: str, department: str | None) -> None:
    """Give a person a role."""
    with writing():
        department_id = actions.department_id_of(department) if department else None
        actions.grant_role(_person(email).id, Role(role), department_id)
    click.echo(f"{email} is {role} {'in ' + department if department else 'everywhere'}.")


@commands.command("revoke")
@click.argument("email")
@click.argument("role", type=ROLE)
@click.option("--department", help="Where it was given; without it the one that holds everywhere.")
def revoke(email: str, role: str, department: str | None) -> None:
    """Take a role back."""
    with writing():
        department_id = actions.department_id_of(department) if department else None
        found = grants_to_revoke(_person(email).id, Role(role), department_id)
        if not found:
            raise actions.Refused(f"{email} is not {role} {'in ' + department if department else 'everywhere'}.")
        for grant_id in found:
            actions.revoke_role(grant_id)
    click.echo(f"{email} is no longer {role} {'in ' + department if department else 'everywhere'}.")


@commands.command("list")
@click.argument("text", default="")
@click.option("--role", type=ROLE, help="Only people who hold this role.")
def list_people(text: str, role: str | None) -> None:
    """People by name, with their department and roles; TEXT is part of a name, e-mail address or staff number."""
    names = department_names(clock.today())
    wanted = None
    if role is not None:
        wanted = set(db.session.execute(select(RoleGrant.person_id).where(RoleGrant.role == role)).scalars())
    after: int | None = None
    while True:
        page = people_found(text, after)
        for row in page.rows:
            if wanted is None or row.id in wanted:
                where = names.get(row.department_id or 0, "no department")
                roles = [f"{held.role.value}@{held.code or 'everywhere'}" for held in details.grants_of(row.id)]
                click.echo("\t".join([row.name, row.email, where, ", ".join(roles)]))
        if page.next_key is None:
            return
        after = int(page.next_key)


@commands.command("post")
@click.argument("email")
@click.option("--department", required=True, help="The department's code.")
@click.option("--from", "from_on", type=Day(), help="Default: today.")
@click.option("--grade")
@click.option("--profession")
@click.option("--office")
def post(  # click passes them by name
    email: str, department: str, from_on: date | None, grade: str | None, profession: str | None, office: str | None
) -> None:
    """Post a person to a department from a day on."""
    day = from_on or clock.today()
    with writing():
        person_id = _person(email).id
        department_id = actions.department_id_of(department)
        actions.post_person(person_id, department_id, day, grade, profession=profession, office=office)
    click.echo(f"{email} is posted to {department} from {day.isoformat()}.")


@commands.command("leave")
@click.argument("email")
@click.option("--on", "left_on", type=Day(), help="The first day no longer in service. Default: today.")
def leave(email: str, left_on: date | None) -> None:
    """Record that a person leaves. Their account closes that day; their learning record stays."""
    day = left_on or clock.today()
    with writing():
        actions.record_departure(_person(email).id, day)
    click.echo(f"{email} leaves on {day.isoformat()}.")


@commands.group("departments", invoke_without_command=True)
@click.pass_context
def departments(context: click.Context) -> None:
    """The departments open today as a tree; or change them: open, rename, close, merge."""
    if context.invoked_subcommand is None:
        for node in department_tree(clock.today()):
            click.echo(f"{'  ' * node.depth}{node.code}  {node.name}")


@departments.command("open")
@click.argument("code")
@click.option("--name", required=True)
@click.option("--name-cy", help="The name in Welsh.")
@click.option("--parent", help="The code of the department above it.")
@click.option("--on", "day", type=Day(), help="Default: today.")
def open_(code: str, name: str, name_cy: str | None, parent: str | None, day: date | None) -> None:
    """Open a department."""
    with writing():
        actions.open_department(code=code, name=name, name_cy=name_cy, parent_code=parent, opened_on=day)
    click.echo(f"{code} is open.")


@departments.command("rename")
@click.argument("code")
@click.option("--name", required=True)
@click.option("--name-cy", help="The name in Welsh.")
@click.option("--on", "day", type=Day(), help="Default: today.")
def rename(code: str, name: str, name_cy: str | None, day: date | None) -> None:
    """Call a department something else from a day on."""
    with writing():
        actions.rename_department(actions.department_id_of(code), name, day or clock.today(), name_cy)
    click.echo(f"{code} is called {name}.")


@departments.command("close")
@click.argument("code")
@click.option("--on", "day", type=Day(), help="The first day it is no more. Default: today.")
def close(code: str, day: date | None) -> None:
    """Close a department that nobody is posted to."""
    with writing():
        actions.close_department(actions.department_id_of(code), day or clock.today())
    click.echo(f"{code} is closed.")


@departments.command("merge")
@click.argument("code")
@click.argument("into")
@click.option("--on", "day", type=Day(), help="Default: today.")
def merge(code: str, into: str, day: date | None) -> None:
    """Merge a department into another; its people are posted there."""
    with writing():
        moved = actions.merge_department(
            actions.department_id_of(code), actions.department_id_of(into), day or clock.today()
        )
    click.echo(f"{code} is part of {into}: {moved} postings moved.")


def _person(email: str) -> Person:
    person = person_with_email(email)
    if person is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    return person


def _hash_of_asked(name: str, email: str) -> str:
    """The hash of a password: asked for twice on a terminal, else the first line of input."""
    if sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise click.ClickException("no password: give it as the first line of input, or use --send-link")
    fault = fault_of(given, name=name, email=email)
    if fault is not None:
        raise click.ClickException(f"{words_of(fault)}.")
    return hashing.hash_of_password(given)
