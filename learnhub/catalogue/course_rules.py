"""The rules over a whole course: outcomes tested, dates in order, prerequisites that end, slugs of its own."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from learnhub.catalogue import parity
from learnhub.catalogue.fields import suggestion
from learnhub.catalogue.library import Library
from learnhub.catalogue.reader import MODULE_FILE, Folder, SourceFile
from learnhub.catalogue.structures import Course, Kind

_EMAIL = re.compile(r"^[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$")


def check(course: Course, folder: Folder, library: Library, today: date) -> None:
    """Report what is wrong with a course as a whole."""
    source = folder.texts["course.md"]
    _check_dates(course, source, today)
    _check_prerequisites(course, source, library)
    _check_modules(course, folder, source)
    _check_outcomes(course, source)
    _check_completion(course, source)
    _check_files(folder)
    if course.owner and not _EMAIL.match(course.owner):
        source.error(
            source.front.line("owner"), "“owner” is not an e-mail address", "Write who answers “Something wrong here?”."
        )


def _check_dates(course: Course, source: SourceFile, today: date) -> None:
    line = source.front.line("review_by")
    if course.review_by < today:
        source.error(
            line,
            f"The review date {course.review_by} has passed",
            "Review the course, then set reviewed_on and review_by.",
        )
    if course.review_by <= course.reviewed_on:
        source.error(
            line, "“review_by” is not after “reviewed_on”", "Set the day by which somebody reads the course again."
        )
    if course.reviewed_on > today:
        source.error(
            source.front.line("reviewed_on"), "“reviewed_on” is in the future", "Write the day of the last review."
        )


def _check_prerequisites(course: Course, source: SourceFile, library: Library) -> None:
    outline = library.outline
    for index, slug in enumerate(course.prerequisites):
        line = source.front.line("prerequisites", index)
        if slug not in outline.modules:
            source.error(line, f"There is no course “{slug[:60]}”", suggestion(slug, outline.modules))
        elif course.slug in _needed_by(slug, outline.prerequisites):
            source.error(line, f"“{slug}” needs this course, and this one needs it", "Take one of the two out.")


def _needed_by(slug: str, prerequisites: Mapping[str, tuple[str, ...]]) -> set[str]:
    """A course and everything it needs, directly or not."""
    found: set[str] = set()
    waiting = [slug]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += prerequisites.get(current, ())
    return found


def _check_modules(course: Course, folder: Folder, source: SourceFile) -> None:
    if not course.modules:
        source.error(1, "The course has no modules", "Add files like 01-first-module.md.")
    elif not any(module.required for module in course.modules) and not course.any_of:
        source.error(
            1, "No module is required, so nobody could complete the course", "Leave “required: false” out of one."
        )
    names = Counter(slug for _number, slug, _file in folder.module_files())
    numbers = Counter(number for number, _slug, _file in folder.module_files())
    names.update(earlier for module in course.modules for earlier in module.was if not _is_split(course, earlier))
    for number, slug, file in folder.module_files():
        if names[slug] > 1:
            file.error(
                1, f"Two modules have the slug “{slug}” (now or earlier)", "Rename one of the files, or mend “was”."
            )
        if numbers[number] > 1:
            file.warn(1, f"Two modules have the number {number:02}", "Number them so that the order is plain.")


def _is_split(course: Course, earlier: str) -> bool:
    """Whether several modules came from one: then each names it, and none has it."""
    return all(module.slug != earlier for module in course.modules)


def _check_outcomes(course: Course, source: SourceFile) -> None:
    tested = {outcome for module in course.modules if module.kind is Kind.TASK for outcome in module.outcomes}
    tested |= {question.outcome for module in course.modules if module.quiz for question in module.quiz.questions}
    for outcome in course.outcomes:
        if outcome not in tested:
            line = source.front.line("outcomes", outcome)
            source.error(
                line,
                f"No question and no task names the outcome “{outcome}”",
                f'Add a question with outcome="{outcome}".',
            )
    if course.modules and course.check is None:
        source.warn(1, "The course has no check", "Add a module of kind quiz as the last one.")


def _check_completion(course: Course, source: SourceFile) -> None:
    slugs = [module.slug for module in course.modules]
    for index, rule in enumerate(course.any_of):
        line = source.front.line("completion", index)
        for slug in rule.modules:
            if slug not in slugs:
                source.error(line, f"The course has no module “{slug[:60]}”", suggestion(slug, slugs))
        if rule.count > len(rule.modules):
            source.error(
                line, f"Any {rule.count} of {len(rule.modules)} cannot be done", "Lower “any”, or name more modules."
            )


def _check_files(folder: Folder) -> None:
    english = set(folder.texts)
    first = folder.texts["course.md"]
    for name, source in folder.texts.items():
        if name.startswith("cy/") and name.removeprefix("cy/") not in english:
            source.error(
                1, "There is no English file of this name", "Give the Welsh file the same name as the English one."
            )
        elif name.startswith("cy/"):
            _check_age(source, folder.texts[name.removeprefix("cy/")])
    if any(name.startswith("cy/") for name in english) and "cy/course.md" not in english:
        first.error(1, "The cy folder has no course.md, so its files are not used", "Translate course.md first.")
    if "session.md" not in english:
        first.warn(1, "There is no session.md", "Add a 60-minute session plan with a handout.")
    if "review.md" not in english:
        first.warn(
            1, "There is no review.md", "Have a second person review the course; docs/author.md lists ten points."
        )
    if "cy/course.md" in english:
        for name in sorted(english):
            if MODULE_FILE.match(name) and f"cy/{name}" not in english:
                folder.texts[name].warn(
                    1, "This module has no Welsh and is shown in English", f"Translate it as cy/{name}."
                )


def _check_age(translation: SourceFile, english: SourceFile) -> None:
    made_from = parity.marked_in(translation.text)
    if made_from and made_from != parity.fingerprint_of(english.text):
        translation.warn(
            translation.front.line(parity.MARK),
            "The English has changed since this was translated",
            "Go over it, then say so with flask i18n mark.",
        )
