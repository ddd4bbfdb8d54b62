"""A file of `courses/pathways/` as a pathway; docs/author.md says what is in it."""

from collections.abc import Iterator

from learnhub.catalogue.definitions import DefinitionFields
from learnhub.catalogue.fields import suggestion
from learnhub.catalogue.library import Library
from learnhub.catalogue.structures import AUDIENCES
from learnhub.pathways.structures import MOST_COURSES, Group, Pathway


def read_pathway(fields: DefinitionFields, library: Library) -> Pathway:
    """The pathway in a file. Complains of unknown courses, one twice, more asked for than there are, a wrong order."""
    title, summary = fields.text("title", longest=100), fields.text("summary", longest=300)
    audience = fields.one_of("audience", AUDIENCES, AUDIENCES[0])
    why = fields.text("why", needed=False, longest=600)
    steps = fields.list("steps")
    if not steps and isinstance(fields.data.get("steps"), list):
        fields.wrong("steps", "This pathway has no steps", "Add one for each course: “- course: its-name”.")
    groups = tuple(_group(fields, index, entry, library) for index, entry in enumerate(steps))
    fields.no_others()
    pathway = Pathway(fields.slug, title, summary, audience, groups, why)
    _check_courses(fields, pathway)
    _check_order(fields, pathway, library)
    return pathway


def _group(fields: DefinitionFields, index: int, entry: object, library: Library) -> Group:
    """One step: “course: a”, or “any: 2” and “of: [a, b, c]”."""
    step = DefinitionFields(entry, fields.source, fields.complain, ("steps", index))
    title, why = step.text("title", needed=False, longest=100), step.text("why", needed=False, longest=300)
    if "any" not in step.data and "of" not in step.data:
        course = step.text("course") if step.data else ""
        step.no_others()
        if course and course not in library.outline.modules:
            mend = suggestion(course, library.outline.modules)
            step.wrong("course", f"“{course[:80]}” is not known in “course”", mend)
        return Group((course,) if course else (), 1, title, why)
    needed = step.number("any", 1, MOST_COURSES)
    of = step.words("of", needed=True, among=library.outline.modules)
    step.no_others()
    listed = step.data.get("of")
    count = len(listed) if isinstance(listed, list) else len(of)
    if needed > count > 0:
        step.wrong("any", f"“any” asks for {needed} of {count}", "Ask for fewer, or add courses under “of”.")
    elif count == 0 and isinstance(listed, list):
        step.wrong("of", "“of” is empty", "Name the courses to choose from.")
    elif needed == count:
        step.wrong("any", "“any” asks for all of them, which is no choice", "Make each a step of its own.")
    return Group(of, needed, title, why)


def _check_courses(fields: DefinitionFields, pathway: Pathway) -> None:
    """That each course stands once, and that there are not too many."""
    seen: set[str] = set()
    for slug, line in _places(fields, pathway):
        if slug in seen:
            fields.complain(line, f"“{slug}” stands in this pathway twice", "Keep one of them.")
        seen.add(slug)
    if len(seen) > MOST_COURSES:
        fields.wrong("steps", f"This pathway has {len(seen)} courses", f"Keep it to {MOST_COURSES}, or make two of it.")


def _check_order(fields: DefinitionFields, pathway: Pathway, library: Library) -> None:
    """That what a course needs first stands before it: else nobody who goes in order can complete it."""
    step_of = {slug: number for number, group in enumerate(pathway.groups) for slug in group.courses}
    for slug, line in _places(fields, pathway):
        for before in library.outline.prerequisites.get(slug, ()):
            if before not in step_of:
                fields.complain(line, f"“{slug}” needs “{before}” first, which is not here", "Put it before.")
            elif step_of[before] > step_of[slug]:
                fields.complain(line, f"“{slug}” needs “{before}” first, which comes later", "Put it before.")


def _places(fields: DefinitionFields, pathway: Pathway) -> Iterator[tuple[str, int]]:
    """Each course with the line on which it stands."""
    for index, group in enumerate(pathway.groups):
        for number, slug in enumerate(group.courses):
            yield slug, fields.line("steps", index, *(("of", number) if len(group.courses) > 1 else ("course",)))
