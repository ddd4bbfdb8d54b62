"""Every fault an author can make is found, on its line, with how to mend it. One row a fault."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from learnhub import clock
from learnhub.catalogue.publishing import read_drafts
from learnhub.config import ROOT
from tests.catalogue import courses
from tests.catalogue.courses import CHECK, COURSE, MODULE, SCENARIO, SESSION, TASK


def test_a_course_without_a_fault_has_none(tmp_path: Path) -> None:
    files = {"03-try-it.md": TASK, "04-what-now.md": SCENARIO, "media/a.svg": courses.SVG}
    assert courses.faults(tmp_path, files) == []


def course(*changes: tuple[str, str]) -> dict[str, str]:
    return {"course.md": changed(COURSE, *changes)}


def module(text: str) -> dict[str, str]:
    return {"01-open-it.md": MODULE + "\n" + text}


def check(*changes: tuple[str, str]) -> dict[str, str]:
    return {"02-check-it.md": changed(CHECK, *changes)}


def changed(text: str, *changes: tuple[str, str]) -> str:
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


LINES_BEFORE = MODULE.count("\n") + 2  # of what `module()` adds

# What an author wrote → the message, with its line where it is plain.
FAULTS: dict[str, tuple[dict[str, str], str]] = {
    # front matter: missing, unknown, wrong
    "no front matter": ({"01-open-it.md": "Just text."}, "01-open-it.md:1: There is no front matter"),
    "front matter without end": (
        {"01-open-it.md": "---\ntitle: x\n"},
        "01-open-it.md:1: The front matter does not end",
    ),
    "missing title": (course(("title: Letters\n", "")), "course.md:1: “title” is missing"),
    "missing owner": (course(("owner: digital-skills@learnhub.example\n", "")), "course.md:1: “owner” is missing"),
    "unknown field": (course(("licence:", "lisence: x\nlicence:")), "course.md:12: “lisence” is not known here"),
    "wrong level": (course(("awareness", "beginner")), "course.md:4: “level” cannot be 'beginner'"),
    "version as number": (course(('"1.0"', "1.0")), "course.md:7: “version” is not text but a number"),
    "title as list": (course(("title: Letters", "title: [a, b]")), "course.md:2: “title” is not text but a list"),
    "not a date": (course(("2026-11-20", "last week")), "course.md:10: “reviewed_on” is not a date"),
    "impossible date": (course(("2026-11-20", "2026-02-31")), "This is not YAML"),
    "owner not an address": (
        course(("digital-skills@learnhub.example", "me")),
        "course.md:8: “owner” is not an e-mail",
    ),
    "unknown skill": (
        course(("recognising-scams", "recognizing-scams")),
        "course.md:5: “recognizing-scams” is not known",
    ),
    "unknown audience": (course(("[everyone]", "[all]")), "course.md:6: “all” is not known in “audience”"),
    "field twice": (course(("level:", "title: Again\nlevel:")), "course.md:4: “title” stands here twice"),
    "colon in text": (course(("Letters", "Letters: all")), "course.md:2: This is not YAML: mapping values"),
    "tab": (course(("  know:", "\tknow:")), "course.md:14: This is not YAML"),
    "minutes as text": (
        {"01-open-it.md": MODULE.replace("5", "five")},
        "01-open-it.md:3: “minutes” must be a whole number",
    ),
    "minutes negative": ({"01-open-it.md": MODULE.replace("5", "-5")}, "“minutes” must be a whole number"),
    "unknown kind": ({"01-open-it.md": MODULE.replace("reading", "poem")}, "01-open-it.md:4: “kind” cannot be 'poem'"),
    "required as text": (
        {"01-open-it.md": MODULE.replace("kind:", "required: maybe\nkind:")},
        "“required” must be true or",
    ),
    "outcomes as text": (
        course(("outcomes:\n  know: say why it matters", "outcomes: know")),
        "course.md:13: This is not a list",
    ),
    # dates
    "review passed": (course(("2036-11-20", "2026-11-21")), "course.md:11: The review date 2026-11-21 has passed"),
    "review before": (course(("2026-11-20", "2020-01-01"), ("2036-11-20", "2019-01-01")), "“review_by” is not after"),
    "reviewed in the future": (course(("2026-11-20", "2030-01-01")), "course.md:10: “reviewed_on” is in the future"),
    "expired fact": (
        module("It took [fact:old-fact]."),
        f"01-open-it.md:{LINES_BEFORE}: The fact “old-fact” was to be",
    ),
    "unknown fact": (
        module("Within [fact:breach-our]."),
        f"01-open-it.md:{LINES_BEFORE}: There is no fact “breach-our”",
    ),
    # slugs and addresses
    "slug twice": ({"03-open-it.md": MODULE}, "03-open-it.md:1: Two modules have the slug “open-it”"),
    "slug reserved": ({"03-why.md": MODULE}, "03-why.md:1: “why” is a word of our addresses"),
    "check is for a quiz": ({"03-check.md": MODULE}, "03-check.md:1: “check” is a word of our addresses"),
    "was somebody else's": (
        {"03-new.md": MODULE.replace("kind:", "was: open-it\nkind:")},
        "Two modules have the slug “open-it”",
    ),
    "bad name": ({"intro.md": MODULE}, "intro.md:1: This name is not one of a course"),
    "bad slug": ({"03-Übung.md": MODULE}, "This name is not one of a course"),
    # links
    "broken link": (module("See [Passwords](pasword)."), f"01-open-it.md:{LINES_BEFORE}: “pasword” leads nowhere"),
    "broken course": (module("See [that](../nowhere)."), "There is no course “nowhere”"),
    "broken module": (module("See [that](../letters/nowhere)."), "“../letters/nowhere” leads nowhere"),
    "outside the site": (module("See [that](../../etc/passwd)."), "There is no course “..”"),
    "absolute path": (module("See [that](/people)."), "“/people” leads nowhere"),
    "plain http": (module("See [the law](http://example.org/)."), "“http://example.org/” is not an https address"),
    "script address": (module("See [the law](javascript:alert)."), "“javascript:alert” is not an https address"),
    "broken anchor": (module("See [below](#below)."), "Nothing on this page has the id “below”"),
    "click here": (
        module("[Click here](https://example.org/)."),
        f"01-open-it.md:{LINES_BEFORE}: The link “Click here” does not",
    ),
    "here": (module("It is [here](https://example.org/)."), "The link “here” does not say where it goes"),
    "empty link": (module("[](https://example.org/)"), "This link has no text"),
    # pictures
    "broken picture": (
        module("![A letter](media/none.svg)"),
        f"01-open-it.md:{LINES_BEFORE}: There is no picture “media/none.svg”",
    ),
    "picture elsewhere": (
        module("![A letter](https://example.org/a.png)"),
        "There is no picture “https://example.org/a.png”",
    ),
    "picture by a trick": (module("![A letter](media/../course.md)"), "There is no picture “media/../course.md”"),
    "no alt": ({**module("![](media/a.svg)"), "media/a.svg": courses.SVG}, "has no words for those who cannot see it"),
    "alt is a name": ({**module("![a.svg](media/a.svg)"), "media/a.svg": courses.SVG}, "has no words for those"),
    # headings, HTML, terms
    "h1": (module("# Big"), f"01-open-it.md:{LINES_BEFORE}: “Big” is a heading of level 1"),
    "skipped level": (module("#### Small"), f"01-open-it.md:{LINES_BEFORE}: “Small” skips a heading level"),
    "raw html": (module("A <b>bold</b> word."), f"01-open-it.md:{LINES_BEFORE}: Raw HTML is not allowed: “<b>”"),
    "unknown term": (module("A [scam](term:scam)."), f"01-open-it.md:{LINES_BEFORE}: There is no term “scam”"),
    "unexplained term": (
        module("This is phishing."),
        f"01-open-it.md:{LINES_BEFORE}: “phishing” is a term of the glossary",
    ),
    # weight
    "too many words": (module("word and " * 760), "One page shows 1,5"),
    # quiz
    "no right answer": (
        check(("- [x] Reads it", "- [ ] Reads it")),
        "02-check-it.md:9: This question has no right answer",
    ),
    "two right answers": (
        check(("- [ ] Files it", "- [x] Files it"), ("{#first", '{#first kind="choice"')),
        "has 2 right answers",
    ),
    "no explanation": (check(("> Reading comes first.\n", "")), "02-check-it.md:9: This question has no explanation"),
    "no feedback": (check(("    > Then nobody has read it.\n", "")), "02-check-it.md:13: This option has no feedback"),
    "all of the above": (
        check(("Files it", "All of the above")),
        "02-check-it.md:13: “All of the above” is not an option",
    ),
    "no id": (check(("#first ", "")), "02-check-it.md:9: This question has no id"),
    "id twice": (check(("#next", "#first")), "Two headings have the id “first”"),
    "unknown outcome": (check(('outcome="know"', 'outcome="knw"')), "course.md has no outcome “knw”"),
    "unknown module to read": (check(('read="open-it"', 'read="opn-it"')), "no module “opn-it” to read again"),
    "no module to read": (check((' read="open-it"', "")), "02-check-it.md:9: This question has no read"),
    "unknown attribute": (check(("{#first", '{#first points="3"')), "“points” is not known on a question"),
    "unknown question kind": (check(("{#first", '{#first kind="essay"')), "There is no kind “essay”"),
    "braces not closed": (check(('read="open-it"}', 'read="open-it"')), "The braces after this heading are not closed"),
    "option twice": (check(("Files it", "Reads it")), "02-check-it.md:13: “Reads it” stands here twice"),
    "one option": (check(("- [ ] Waits\n    > For what?\n", "")), "has 1 of at least 2 items"),
    "small pool": (check(("draw: 1", "draw: 2")), "02-check-it.md:6: The pool holds 2 questions and 2 are drawn"),
    "draw nothing": (check(("draw: 1", "draw: 0")), "02-check-it.md:6: “draw” must be a whole number"),
    "pass mark": (check(("pass_mark: 60", "pass_mark: 160")), "“pass_mark” must be a whole number"),
    "text after the list": (
        check(("> Reading comes first.", "Reading comes first.")),
        "stands where nothing is expected",
    ),
    "outcome not tested": (
        course(("  know:", "  more: do more\n  know:")),
        "course.md:14: No question and no task names",
    ),
    # prerequisites and completion
    "unknown prerequisite": (
        course(("licence:", "prerequisites: [none]\nlicence:")),
        "course.md:12: There is no course “none”",
    ),
    "needs itself": (
        course(("licence:", "prerequisites: [letters]\nlicence:")),
        "course.md:12: “letters” needs this course",
    ),
    "rule of nothing": (
        course(("licence:", "completion: [{any: 2, of: [a]}]\nlicence:")),
        "The course has no module “a”",
    ),
    "rule too high": (
        course(("licence:", "completion: [{any: 2, of: [open-it]}]\nlicence:")),
        "Any 2 of 1 cannot be done",
    ),
    "nothing required": (
        {
            "01-open-it.md": MODULE.replace("kind:", "required: false\nkind:"),
            "02-check-it.md": CHECK.replace("kind:", "required: false\nkind:"),
        },
        "course.md:1: No module is required",
    ),
    # task, scenario, video, session
    "task without alternative": (
        {"03-try-it.md": TASK.partition("## If")[0]},
        "03-try-it.md:7: This task has no alternative",
    ),
    "task without outcomes": (
        {"03-try-it.md": TASK.replace("outcomes: [know]\n", "")},
        "03-try-it.md:1: “outcomes” is missing",
    ),
    "step leads nowhere": (
        {"03-s.md": SCENARIO.replace("- [Go back](#start)\n", "")},
        "03-s.md:15: The step “A reply” leads",
    ),
    "step unknown": ({"03-s.md": SCENARIO.replace("(#reply)", "(#rply)")}, "03-s.md:12: There is no step “rply”"),
    "step unreachable": (
        {"03-s.md": SCENARIO.replace("- [Reply](#reply)\n", "")},
        "No decision leads to the step “A reply”",
    ),
    "no way to the end": (
        {"03-s.md": SCENARIO.replace("](#start)", "](#reply)")},
        "No path from “A reply” reaches the end",
    ),
    "no end": (
        {"03-s.md": SCENARIO.replace("{#end}", "{#stop}")},
        "A scenario needs a start, a consequence and an end",
    ),
    "video without file": ({"03-v.md": MODULE.replace("reading", "video")}, "03-v.md:1: “video” is missing"),
    "session without handout": (
        {"session.md": SESSION.partition("## H")[0]},
        "session.md:6: This session has no handout",
    ),
    # what else belongs to a course
    "no session": ({"session.md": ""}, "course.md:1: There is no session.md"),
    "no review": ({"review.md": ""}, "course.md:1: There is no review.md"),
    "Welsh of nothing": (
        {"cy/03-more.md": MODULE, "cy/course.md": COURSE},
        "cy/03-more.md:1: There is no English file",
    ),
    "strange file": ({"notes.txt": "x"}, "notes.txt:1: This file is not used"),
}


@pytest.mark.parametrize(("files", "expected"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_found_where_it_is(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    found = courses.faults(tmp_path, files)
    assert any(expected in fault for fault in found), found


def test_every_fault_says_how_to_mend_it(tmp_path: Path) -> None:
    for number, (files, _expected) in enumerate(FAULTS.values()):
        root = tmp_path / str(number)
        courses.write(root, files)
        for fault in courses.read(root).report.faults:
            assert fault.mend.endswith((".", "?", "”.", ")")), fault


def test_courses_that_need_each_other_are_found(tmp_path: Path) -> None:
    needs = COURSE.replace("licence:", "prerequisites: [letters]\nlicence:")
    courses.write(tmp_path, {"course.md": needs}, slug="other")
    assert any(
        "course.md:12: “other” needs this course" in fault
        for fault in courses.faults(tmp_path, course(("licence:", "prerequisites: [other]\nlicence:")))
    )


def test_a_split_module_may_name_the_same_earlier_one_twice(tmp_path: Path) -> None:
    one = MODULE.replace("kind:", "was: letters-old\nkind:")
    assert courses.faults(tmp_path, {"01-open-it.md": one, "03-more.md": one}) == []


def test_a_check_may_be_called_check(tmp_path: Path) -> None:
    assert courses.faults(tmp_path, {"02-check-it.md": "", "02-check.md": CHECK}) == []


def test_a_word_with_an_everyday_meaning_is_not_reported(tmp_path: Path) -> None:
    assert courses.faults(tmp_path, module("Put a log on the fire.")) == []


def test_the_real_courses_have_no_error() -> None:
    with clock.at(
        datetime(2026, 11, 22, tzinfo=UTC)
    ):  # whether they have expired by now is `flask courses check`'s matter
        drafts = read_drafts(ROOT / "courses")
    assert len(drafts) >= 14
    assert [str(fault) for draft in drafts for fault in draft.report.errors] == []
