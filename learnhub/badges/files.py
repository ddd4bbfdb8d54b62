"""Reading a badge from its file (`courses/badges/<slug>.yaml`) and refusing what could never be, or should not be.

    title: Working in the open
    description: Shares work early and listens to what comes back.
    criteria: Complete the course “Working in the open and listening” and take part in one event.
    skills: [working-in-the-open, listening-online]
    rule:
      all:
        - course: working-in-the-open
        - event: any

A rule is one fact, or `all:`, `any:` or `at-least: n` with `of:` over rules. With `levels:` one number of the rule is
`by-level`, and each level says its threshold.
"""

from collections.abc import Callable
from typing import Any

from learnhub.badges.checks import check
from learnhub.badges.facts import ASSURANCES, EVENT_KINDS, FACTS, LEVELS, Fact, Parameter, Takes
from learnhub.badges.structures import BY_LEVEL, NO_RULE, Ask, Badge, Group, Level, Rule
from learnhub.catalogue.fields import Fields, suggestion
from learnhub.catalogue.library import Library
from learnhub.catalogue.reader import SLUG
from learnhub.catalogue.structures import Level as SkillLevel

TEXTS = frozenset({"title", "description", "criteria"})  # what Welsh may say
LONGEST_TITLE = 80
MOST_PARTS = 40
MOST_LEVELS = 5
GROUPS = ("all", "any", "at-least")
HIGHEST_THRESHOLD = 1_000


def read_badge(fields: Fields, library: Library) -> Badge:
    """A badge from the entries of its file; every fault is reported with its line."""
    slug = getattr(fields, "slug", "")
    badge = Badge(
        slug=slug,
        title=fields.text("title", longest=LONGEST_TITLE),
        description=fields.text("description"),
        criteria=fields.text("criteria"),
        skills=fields.words("skills", needed=True, among=library.skill_codes),
        rule=_rule(fields, library),
        levels=_levels(fields),
    )
    fields.no_others()
    check(badge, fields, library)
    return badge


def _rule(fields: Fields, library: Library) -> Rule:
    node = fields.get("rule", True)
    if node is None:
        return NO_RULE
    return _node(node, fields, ("rule",), library)


def _node(node: Any, outer: Fields, path: tuple[object, ...], library: Library) -> Rule:
    """A fact or a group. What cannot be read is NO_RULE, and has been reported."""
    fields = Fields(node, outer.source, outer.complain, (*outer.path, *path))
    names = [str(name) for name in fields.data]
    if not isinstance(node, dict):
        return NO_RULE
    if fields.data.keys() == {"at-least", "of"}:
        needed = fields.number("at-least", 1, MOST_PARTS)
        return _group(fields, "of", needed, library)
    if len(names) != 1:
        _refuse_several(fields, names)
        return NO_RULE
    name = names[0]
    if name in ("all", "any"):
        return _group(fields, name, None if name == "all" else 1, library)
    if name in FACTS:
        return _ask(FACTS[name], fields, library)
    if name == "at-least":
        fields.wrong(name, "“at-least” says how many, but not of what", "Add “of:” below it, with a list of facts.")
    else:
        fields.wrong(name, f"There is no fact “{name[:40]}”", suggestion(name, (*FACTS, *GROUPS)))
    return NO_RULE


def _refuse_several(fields: Fields, names: list[str]) -> None:
    if names:
        several = ", ".join(name[:40] for name in names[:5])
        fields.wrong(names[1] if len(names) > 1 else names[0], f"This says several things at once: {several}",
                     "Put them below “all:” or “any:”, each after a hyphen.")  # fmt: skip
    else:
        fields.complain(
            fields.line(), "This rule is empty", "Write one fact, such as “course: the-folder-of-a-course”."
        )


def _group(fields: Fields, name: str, needed: int | None, library: Library) -> Group:
    listed = fields.list(name)
    if not isinstance(fields.data[name], list):
        return NO_RULE
    if not listed:
        fields.wrong(name, f"“{name}” has nothing in it", "Begin each part with a hyphen, one a line.")
        return NO_RULE
    if len(listed) > MOST_PARTS:
        fields.wrong(name, f"“{name}” has more than {MOST_PARTS} parts", "Ask for less.")
        return NO_RULE
    parts = []
    for index, one in enumerate(listed):
        part = _node(one, fields, (name, index), library)
        if part in parts and part != NO_RULE:
            fields.complain(fields.line(name, index), "This part stands here twice", "Keep one of them.")
        parts.append(part)
    needed = len(parts) if needed is None else needed
    if needed > len(parts):
        fields.wrong(
            "at-least",
            f"This asks for {needed} of {len(parts)} and can never be met",
            f"Write a number from 1 to {len(parts)}.",
        )
    return Group(needed, tuple(parts))


def _ask(fact: Fact, outer: Fields, library: Library) -> Ask:
    given = outer.get(fact.name, True)
    first = fact.parameters[0]
    data = given if isinstance(given, dict) else {first.name: given}
    fields = Fields(data, outer.source, outer.complain, (*outer.path, fact.name))
    values = {parameter.name: _value(parameter, fields, library) for parameter in fact.parameters}
    fields.no_others()
    if fact.name == "courses":
        _check_courses(values, fields, library)
    elif fact.name == "skill":
        _check_skill(values, fields, library)
    return Ask(fact.name, values)


def _value(parameter: Parameter, fields: Fields, library: Library) -> Any:
    """A parameter as its kind wants it; its default where the file says nothing."""
    given = fields.data.get(parameter.name)
    if (given is None and parameter.default is not None) or (given == BY_LEVEL and parameter.takes is Takes.NUMBER):
        fields.known.add(parameter.name)
        return parameter.default if given is None else BY_LEVEL
    return READERS[parameter.takes](parameter, fields, library)


READERS: dict[Takes, Callable[[Parameter, Fields, Library], Any]] = {
    Takes.NUMBER: lambda one, fields, _library: fields.number(one.name, 1, one.highest),
    Takes.COURSES: lambda one, fields, library: fields.words(one.name, among=library.outline.modules),
    Takes.COURSE: lambda one, fields, library: _known(fields, one.name, library.outline.modules, "course"),
    Takes.PATHWAY: lambda one, fields, library: _known(
        fields, one.name, library.outline.definitions.get("pathways", ()), "pathway"
    ),
    Takes.SKILL: lambda one, fields, library: _known(fields, one.name, library.skill_codes, "skill"),
    Takes.SKILL_LEVEL: lambda one, fields, _library: fields.one_of(one.name, LEVELS, LEVELS[0]),
    Takes.ASSURANCE: lambda one, fields, _library: fields.one_of(one.name, ASSURANCES, "self-declared"),
    Takes.EVENT_KIND: lambda one, fields, _library: fields.one_of(one.name, ("any", *EVENT_KINDS), "any"),
}


def _known(fields: Fields, name: str, known: Any, what: str) -> str:
    value = fields.text(name)
    if value and value not in known:
        fields.wrong(name, f"There is no {what} “{value[:80]}”", suggestion(value, known))
    return value


def _check_courses(values: dict[str, Any], fields: Fields, library: Library) -> None:
    of = values["of"]
    there_are = len(of) or len(library.outline.modules)
    if values["count"] != BY_LEVEL and there_are and values["count"] > there_are:
        fields.wrong("count", f"This asks for {values['count']} of {there_are} courses and can never be met",
                     f"Write a number from 1 to {there_are}.")  # fmt: skip


def _check_skill(values: dict[str, Any], fields: Fields, library: Library) -> None:
    carried = [level for level, skills in library.outline.carries.values() if values["code"] in skills]
    enough = LEVELS[LEVELS.index(SkillLevel(values["level"])) :]
    if values["code"] in library.skill_codes and library.outline.carries and not set(carried) & {*enough}:
        fields.wrong("level", f"No course teaches “{values['code']}” at the level {values['level']} or higher",
                     "Ask for a lower level, or name a course.")  # fmt: skip


def _levels(fields: Fields) -> tuple[Level, ...]:
    levels: list[Level] = []
    for index, one in enumerate(fields.list("levels", needed=False)):
        entry = Fields(one, fields.source, fields.complain, (*fields.path, "levels", index))
        level = Level(
            entry.text("name", longest=40),
            entry.text("title", longest=40),
            entry.number("threshold", 1, HIGHEST_THRESHOLD),
        )
        entry.no_others()
        if level.slug and not SLUG.match(level.slug):
            entry.wrong("name", f"“{level.slug}” cannot be a name here", "Write it like first-steps.")
        if level.slug in {before.slug for before in levels}:
            entry.wrong("name", f"The level “{level.slug}” stands here twice", "Give each level its own name.")
        if levels and level.threshold <= levels[-1].threshold:
            entry.wrong(
                "threshold",
                f"The level “{level.slug}” asks for no more than the one before it",
                f"Write a number above {levels[-1].threshold}, or change the order.",
            )
        levels.append(level)
    if len(levels) > MOST_LEVELS:
        fields.wrong("levels", f"There are more than {MOST_LEVELS} levels", "Keep those that mean something.")
    return tuple(levels)
