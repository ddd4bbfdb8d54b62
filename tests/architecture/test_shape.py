"""Sizes, names and who may commit. An exception is written here, with its reason, or it does not exist."""

import ast

import pytest
from flask import Flask

from tests.architecture.source import ROOT, Module, dotted, modules, templates

LONGEST_MODULE = 300
LONGEST_TEMPLATE = 80
LONGEST_VIEW = 25

# module → why it may be longer
LONG_MODULES: dict[str, str] = {}
LONG_TEMPLATES: dict[str, str] = {}
LONG_VIEWS: dict[str, str] = {}

# A name that says nothing about what is inside collects everything.
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc", "core", "service"}

# Who may end a transaction, and why.
MAY_COMMIT = {
    "learnhub.db": "commit() and write() are the two ways there are",
    "learnhub.web.edge": "the one commit of a request",
    "learnhub.web.errors": "an error page gives up what the fault had begun",
    "learnhub.web.held": "the request ends in a redirect to sign-in; what was typed must stay",
}


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_a_module_can_be_read_in_one_sitting(module: Module) -> None:
    assert module.lines <= LONGEST_MODULE or module.name in LONG_MODULES


def test_a_template_fits_a_screen_or_two() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in templates()
        if (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_TEMPLATE
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_TEMPLATES} == {}


def test_no_excuse_outlives_its_reason() -> None:
    lines = {module.name: module.lines for module in modules()}
    assert [name for name in LONG_MODULES if lines.get(name, 0) <= LONGEST_MODULE] == []
    sizes = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in templates()}
    assert [name for name in LONG_TEMPLATES if sizes.get(name, 0) <= LONGEST_TEMPLATE] == []


def test_a_view_parses_calls_and_renders(app: Flask) -> None:
    endpoints = {view.__code__.co_name for name, view in app.view_functions.items() if name != "static"}
    long = {
        f"{module.name}.{function.name}": body_lines(function)
        for module in modules()
        if module.path.name.endswith("views.py")
        for function in module.functions()
        if function.name in endpoints and body_lines(function) > LONGEST_VIEW
    }
    assert {name: lines for name, lines in long.items() if name not in LONG_VIEWS} == {}


def body_lines(function: ast.FunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_every_module_says_what_it_is_for() -> None:
    assert [module.name for module in modules() if not ast.get_docstring(module.tree)] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [module.name for module in modules() if SAYS_NOTHING & set(module.name.split(".")[-1].split("_"))] == []


def test_only_the_edge_commits() -> None:
    found = {
        f"{module.name}:{call.lineno}"
        for module in modules()
        for call in module.calls()
        if module.name not in MAY_COMMIT
        and not module.name.startswith(("learnhub.cli", "learnhub.demo"))
        and ends_a_transaction(dotted(call.func))
    }
    assert found == set()


def ends_a_transaction(called: str) -> bool:
    return called in {"commit", "rollback"} or called.endswith((".commit", ".rollback"))


# Transactions of their own, outside the one of a request, and why.
OWN_TRANSACTIONS = {
    "learnhub.db": "where write() is",
    "learnhub.web.throttle": "a refused guess is counted although the request fails",
    "learnhub.web.access_log": "who looked is written before the first byte",
    "learnhub.exports.proofs": "what a file was, when it is whole: beside the download",
    "learnhub.web.retention": "a job: removes what has outlived its time",
    "learnhub.catalogue.publishing": "each course by itself, so that a faulty one does not keep back the others",
    "learnhub.badges.awarding": "a command: awards everyone, a few at a time",
    "learnhub.catalogue.definition_publishing": "each pathway and badge by itself, as with courses",
    "learnhub.pathways.settling": "a command: completes pathways for everyone, a few at a time",
    "learnhub.catalogue.watching": "in development a changed file publishes itself, whatever was asked for",
    "learnhub.messages.delivery": "a job, and the first attempt after the commit",
    "learnhub.messages.pace": "jobs: write to as many people at a time as go quickly",
    "learnhub.required.reminders": "a job: reminds some people at a time",
    "learnhub.required.telling": "a job: tells some people at a time",
    "learnhub.required.team_digest": "a job: writes to some managers at a time",
    "learnhub.reports.participation": "a job: keeps the figures of a closed quarter, a department at a time",
    "learnhub.study.importing": "an import logs some rows at a time, so that no lock is held for long",
    "learnhub.events.confirming": "a hall of people is confirmed some at a time",
    "learnhub.events.hackathon_hours": "the hours of a hall of people are confirmed some at a time",
    "learnhub.events.hackathon_importing": "a list of participants is taken over some rows at a time",
    "learnhub.ambassadors.passing_on": "a job: offers that nobody answered go to the next, one in a transaction",
    "learnhub.ambassadors.tending": "a job: pauses begin and end, long silence lapses, who has left stops",
    "learnhub.events.hackathon_tending": "a job: asks captains what became of their project, clears empty teams",
    "learnhub.events.tending": "a job: gives out places, tells those who come, erases what is kept long enough",
    "learnhub.mentoring.mentorship_tending": "a job: a kind word to who has gone quiet, ends for who has left",
    "learnhub.record.bulk": "a command: loads in chunks that can be resumed",
    "learnhub.record.upkeep": "a command: verifies and rebuilds in chunks",
}


def test_only_commands_jobs_and_named_exceptions_have_a_transaction_of_their_own() -> None:
    """`db.write()` commits at its end; `write_options()` makes a connection that writes beside the request's."""
    found = {
        f"{module.name}:{call.lineno}"
        for module in modules()
        for call in module.calls()
        if begins_a_transaction(dotted(call.func), module)
        and not module.name.startswith(("learnhub.cli", "learnhub.demo"))
        and module.name not in OWN_TRANSACTIONS
    }
    assert found == set()


def begins_a_transaction(called: str, module: Module) -> bool:
    if called == "write":
        return "learnhub.db.write" in imported(module)
    return called in {"db.write", "database.write"} or called.endswith("write_options")


def test_actions_know_no_request() -> None:
    """So that commands, jobs and tests can call them."""
    barred = {"request", "session", "current_user", "visitor", "flash", "redirect", "render_template"}
    found = {
        f"{module.name}: {name.name}"
        for module in modules()
        if module.path.name in {"actions.py", "queries.py"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"flask", "flask_login", "learnhub.web.access"}
        for name in node.names
        if name.name in barred
    }
    assert found == set()


def test_only_the_clock_asks_what_time_it_is() -> None:
    barred = ("datetime.now", "datetime.utcnow", "date.today", "datetime.today", "time.time", "time.time_ns")
    found = {
        f"{module.name}:{call.lineno}"
        for module in modules()
        for call in module.calls()
        if dotted(call.func).endswith(barred) and module.name != "learnhub.clock"
    }
    assert found == set()


def test_only_config_reads_the_environment() -> None:
    found = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and dotted(node) in {"os.environ", "os.getenv"}
        and module.name != "learnhub.config"
    }
    assert found == set()


def test_rules_and_structures_are_pure() -> None:
    """Floor 0 apart, these modules promise to know neither the database nor the web."""
    pure = {
        "learnhub.permissions",
        "learnhub.record.completion",
        "learnhub.record.words",
        "learnhub.catalogue.structures",
        "learnhub.learning.marking",
        "learnhub.learning.drawing",
        "learnhub.required.steps",
    }
    barred = ("flask", "sqlalchemy", "learnhub.db", "learnhub.web")
    found = {
        f"{module.name}: {name}"
        for module in modules()
        if module.name in pure
        for name in imported(module)
        if name.startswith(barred)
    }
    assert found == set()


def imported(module: Module) -> set[str]:
    """Every module that a module imports, function-level imports included."""
    names: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def test_no_package_of_ours_is_shadowed_from_the_root() -> None:
    """`import courses` from the root succeeds silently, since a folder without `__init__` is a package too."""
    folders = {"courses", "migrations", "templates", "docs", "instance"}
    found = {f"{module.name}: {name}" for module in modules() for name in imported(module)}
    assert {line for line in found if line.partition(": ")[2].split(".")[0] in folders} == set()
