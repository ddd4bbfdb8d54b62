"""What rooms define in files beside the courses: read in two languages, checked, kept in versions, and served."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from learnhub import db as database
from learnhub.catalogue import definition_publishing as publishing
from learnhub.catalogue import definitions, watching
from learnhub.catalogue.definitions import DefinitionFields, DefinitionKind
from learnhub.catalogue.library import Library
from learnhub.catalogue.models import DefinitionRow, DefinitionVersion
from learnhub.catalogue.publishing import Published
from learnhub.db import db
from tests import factories
from tests.page import Page


@dataclass(frozen=True)
class Recipe:
    """What the kind of these tests makes of a file."""

    slug: str
    title: str
    course: str
    steps: tuple[str, ...]
    serves: int


def read_recipe(fields: DefinitionFields, library: Library) -> Recipe:
    steps = []
    for index, entry in enumerate(fields.list("steps")):
        step = DefinitionFields(entry, fields.source, fields.complain, ("steps", index))
        steps.append(step.text("text"))
        step.no_others()
    course = fields.text("course")
    if course and course not in library.outline.modules:
        fields.wrong("course", f"there is no course “{course}”", "Name one that is there.")
    recipe = Recipe(fields.slug, fields.text("title"), course, tuple(steps), fields.number("serves", 1, 9))
    fields.no_others()
    return recipe


SOUP = """\
title: Soup
course: letters
serves: 4
steps:
  - text: Boil water.
  - text: Add leeks.
cy:
  title: Cawl
  steps:
    - text: Berwch ddŵr.
    - text: Ychwanegwch gennin.
"""


@pytest.fixture
def root(empty_app: Flask) -> Iterator[Path]:
    """A folder of courses with one course and one recipe."""
    definitions.add_kind(empty_app, DefinitionKind("recipe", "recipes", read_recipe))
    folder = empty_app.extensions["learnhub.settings"].courses
    factories.write_course(folder)
    write(folder, "soup", SOUP)
    return folder


def write(root: Path, name: str, text: str) -> None:
    (root / "recipes").mkdir(exist_ok=True)
    (root / "recipes" / f"{name}.yaml").write_text(text)


def publish(root: Path) -> list[Published]:
    return publishing.publish_definitions(root)


def messages(root: Path, text: str, name: str = "soup") -> list[str]:
    """The faults of a recipe: line and what is said, warnings marked."""
    write(root, name, text)
    return [
        f"{'' if fault.is_error else 'warning '}{fault.line}: {fault.message}"
        for draft in publishing.read_definitions(root, [f"recipes/{name}"])
        for fault in draft.report.in_order()
    ]


def test_a_published_file_is_served_in_both_languages(root: Path) -> None:
    (done,) = publish(root)
    assert (done.slug, done.changed, done.errors) == ("recipes/soup", True, ())
    (soup,) = definitions.served("recipe")
    assert soup.value == Recipe("soup", "Soup", "letters", ("Boil water.", "Add leeks."), 4)
    assert soup.in_language("cy") == Recipe("soup", "Cawl", "letters", ("Berwch ddŵr.", "Ychwanegwch gennin."), 4)
    assert soup.in_language("fr") == soup.value
    assert definitions.served_or_404("recipe", "soup") is soup


def test_what_was_not_published_is_not_found(root: Path) -> None:
    assert definitions.served("recipe") == ()
    with pytest.raises(NotFound):
        definitions.served_or_404("recipe", "soup")
    with pytest.raises(KeyError):
        definitions.version("recipe", 1)


def test_unchanged_it_stores_nothing(root: Path) -> None:
    publish(root)
    (again,) = publish(root)
    assert not again.changed
    assert db.session.execute(select(func.count()).select_from(DefinitionVersion)).scalar_one() == 1


def test_a_change_is_a_new_version_and_the_old_one_stays(root: Path) -> None:
    publish(root)
    (old,) = definitions.served("recipe")
    write(root, "soup", SOUP.replace("serves: 4", "serves: 6"))
    publish(root)
    (new,) = definitions.served("recipe")
    assert new.value.serves == 6
    assert definitions.version("recipe", old.version_id).value.serves == 4
    with pytest.raises(KeyError):
        definitions.version("another", old.version_id)


def test_a_version_outlives_what_it_names(root: Path, empty_app: Flask) -> None:
    publish(root)
    (old,) = definitions.served("recipe")
    for path in (root / "letters").iterdir():
        path.unlink()
    empty_app.extensions["learnhub.definitions"]._versions.clear()  # as a process started later has it
    assert definitions.version("recipe", old.version_id).value.course == "letters"


def test_a_withdrawn_one_is_known_but_not_served(root: Path) -> None:
    publish(root)
    with database.write():
        assert publishing.withdraw_definition("recipes/soup")
        assert not publishing.withdraw_definition("recipes/soup")
        assert not publishing.withdraw_definition("recipes/stew")
        assert not publishing.withdraw_definition("cakes/soup")
    assert definitions.served("recipe") == ()
    assert definitions.known("recipe")["soup"].value.title == "Soup"
    assert publishing.sync_definitions(root) == []
    publish(root)
    assert len(definitions.served("recipe")) == 1


def test_a_faulty_file_keeps_what_was_served(root: Path) -> None:
    publish(root)
    write(root, "soup", SOUP.replace("serves: 4", "serves: many"))
    (done,) = publish(root)
    assert not done.changed
    assert definitions.served("recipe")[0].value.serves == 4
    row = db.session.execute(select(DefinitionRow)).scalar_one()
    assert row.faults == [str(done.errors[0])]
    write(root, "soup", SOUP)
    publish(root)
    assert db.session.execute(select(DefinitionRow.faults)).scalar_one() == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("course: letters", "course: post", "2: there is no course “post”"),
        ("serves: 4", "serves: 40", "3: “serves” must be a whole number"),
        ("serves: 4", "serves: 4\ncolour: green", "4: “colour” is not known here"),
        ("  title: Cawl", "  title: [Cawl]", "8: “0” is not said again in Welsh"),
        ("  title: Cawl", "  title: Cawl\n  serves: 2", "9: “serves” is not said again in Welsh"),
        ("  title: Cawl", "  title: Cawl\n  summary: Da", "9: “summary” is here in Welsh but not in English"),
        ("  title: Cawl", "  title: ''", "8: “title” is empty"),
        ("    - text: Ychwanegwch gennin.\n", "", "warning 6: “text” has no Welsh"),
        ("cy:\n", "cy: Cawl\nold:\n", "7: “cy” is not a list of “name: value” lines"),
        ("title: Soup", "title: &a Soup", "1: Anchors and aliases (& and *) are not allowed"),
        ("title: Soup", "title: Soup\x07", "1: There is a control character here (U+0007)"),
    ],
)
def test_faults_name_their_line(root: Path, before: str, after: str, said: str) -> None:
    assert said in messages(root, SOUP.replace(before, after, 1))


def test_a_fault_of_both_languages_is_said_once(root: Path) -> None:
    assert messages(root, SOUP.replace("serves: 4", "serves: 0")) == ["3: “serves” must be a whole number"]


def test_a_file_without_welsh_is_served_in_english(root: Path) -> None:
    text = SOUP.partition("cy:")[0]
    assert [said.partition(" ")[0] for said in messages(root, text)] == ["warning"] * 3
    publish(root)
    assert definitions.served("recipe")[0].in_language("cy").title == "Soup"


def test_a_name_must_be_one_that_addresses_can_have(root: Path) -> None:
    (root / "recipes" / "Leek Soup.yaml").write_text(SOUP)
    found = [draft for draft in publishing.read_definitions(root) if draft.report.errors]
    assert [str(fault).rpartition(": ")[2] for fault in found[0].report.errors] == [
        "“Leek Soup.yaml” cannot be a name here. Name it like spot-a-scam.yaml."
    ]
    publish(root)
    assert [one.slug for one in definitions.served("recipe")] == ["soup"]


def test_a_link_out_of_the_folder_is_not_followed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(SOUP)
    (root / "recipes" / "stew.yaml").symlink_to(tmp_path / "secret.yaml")
    assert "is a link" in messages_of(root, "stew")


def messages_of(root: Path, name: str) -> str:
    (draft,) = publishing.read_definitions(root, [f"recipes/{name}"])
    return "\n".join(map(str, draft.report.errors))


def test_a_reader_may_keep_nothing_of_the_library(root: Path, empty_app: Flask) -> None:
    def careless(fields: DefinitionFields, library: Library) -> tuple[int, str]:
        return len(library.outline.modules), fields.slug

    definitions.add_kind(empty_app, DefinitionKind("recipe", "recipes", careless))
    with pytest.raises(RuntimeError, match="recipes"):
        publish(root)


def test_a_page_costs_no_statement_for_them(app: Flask, page: Page) -> None:
    definitions.add_kind(app, DefinitionKind("recipe", "recipes", read_recipe))
    folder = app.extensions["learnhub.settings"].courses
    factories.write_course(folder)
    write(folder, "soup", SOUP)
    publish(folder)

    @app.after_request
    def look(response: object) -> object:
        assert [one.slug for one in definitions.served("recipe")] == ["soup"]
        return response

    page.sign_in("learner").get("/account")
    with page.statements() as counted:
        page.get("/account")
    assert [statement for statement in counted.statements if "definition" in statement] == []


def test_the_watcher_publishes_what_changed(root: Path) -> None:
    watching.publish_now(root, ["letters"])
    assert [done.slug for done in publishing.sync_definitions(root)] == ["recipes/soup"]
    before = watching.times_of(root)
    assert publishing.sync_definitions(root) == []
    write(root, "soup", SOUP.replace("serves: 4", "serves: 8"))
    after = watching.times_of(root)
    assert watching.publish_changes(root, before, after) == ["recipes/soup"]
    assert definitions.served("recipe")[0].value.serves == 8


def test_the_catalogue_names_what_cannot_be_published(app: Flask, page: Page) -> None:
    definitions.add_kind(app, DefinitionKind("recipe", "recipes", read_recipe))
    folder = app.extensions["learnhub.settings"].courses
    factories.make_course(slug="letters")
    factories.write_course(folder)
    write(folder, "soup", SOUP)
    write(folder, "stew", SOUP.replace("serves: 4", "serves: many"))
    publish(folder)
    opened = page.sign_in("author").get("/catalogue")
    assert "1 is served." in opened.main.text
    assert "recipes/stew Never published" in opened.main.text
    assert "stew.yaml:3: “serves” must be a whole number" in opened.main.text
    assert "recipes/soup" not in opened.main.text


def test_a_name_in_the_way_of_others_is_one_version_for_each_kind(root: Path, empty_app: Flask) -> None:
    """Two kinds may have a file of the same name."""
    definitions.add_kind(empty_app, DefinitionKind("meal", "meals", read_recipe))
    (root / "meals").mkdir()
    (root / "meals" / "soup.yaml").write_text(SOUP.replace("serves: 4", "serves: 9"))
    publish(root)
    assert [definitions.served_or_404(kind, "soup").value.serves for kind in ("recipe", "meal")] == [4, 9]


def test_the_history_names_each_version_with_when(root: Path) -> None:
    publish(root)
    write(root, "soup", SOUP.replace("serves: 4", "serves: 6"))
    publish(root)
    found = definitions.history("recipe", "soup")
    assert [definitions.version("recipe", version_id).value.serves for _at, version_id in found] == [4, 6]
    assert found[0][0] <= found[1][0]
    assert definitions.history("recipe", "stew") == ()
