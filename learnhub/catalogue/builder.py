"""A folder as a course, ready to be published: front matter, modules, session, Welsh, and rules over all of them."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from learnhub.catalogue import course_rules, parity
from learnhub.catalogue.faults import Report
from learnhub.catalogue.fields import Fields
from learnhub.catalogue.library import Library, fingerprint
from learnhub.catalogue.modules import Context, around, build_module, find_section
from learnhub.catalogue.reader import SLUG, Folder, SourceFile, read_folder
from learnhub.catalogue.structures import AUDIENCES, AnyOf, Course, Level, Module, Source
from learnhub.catalogue.translation import pair_modules
from learnhub.catalogue.yaml_reader import YamlText

RENDERED_BY = 2  # raise it when rendering changes, so that unchanged sources are published anew
_TERM = re.compile(r"\(term:([a-z0-9-]+)\)")
_FACT = re.compile(r"\[fact:\s*([a-z0-9-]+)")


@dataclass(slots=True)
class Draft:
    """A course read from its folder; `course` is None when nothing could be made of it."""

    folder: Folder
    report: Report
    course: Course | None = None
    translations: dict[str, Course] = field(default_factory=dict)
    content_hash: str = ""

    @property
    def is_publishable(self) -> bool:
        return self.course is not None and not self.report.errors


def build(path: Path, library: Library, today: date) -> Draft:
    """Read, render and check the course in a folder."""
    report = Report()
    folder = read_folder(path, report)
    draft = Draft(folder, report)
    if "course.md" not in folder.texts:
        if not report.errors:
            report.error(
                f"{folder.shown}/course.md", 1, "There is no course.md", "Add it; docs/author.md shows what is in it."
            )
        return draft
    draft.course = _build_course(folder, library, today, "en", None)
    if "cy/course.md" in folder.texts:
        draft.translations["cy"] = _build_course(folder, library, today, "cy", draft.course)
    course_rules.check(draft.course, folder, library, today)
    draft.content_hash = content_hash(folder, library)
    draft.course = replace(draft.course, content_hash=draft.content_hash)
    return draft


def content_hash(folder: Folder, library: Library) -> str:
    """A hash of everything a version is made from; review.md, which learners never see, apart."""
    texts = {name: source.text for name, source in sorted(folder.texts.items()) if not name.endswith("review.md")}
    media = {name: media.hash for name, media in sorted(folder.media.items())}
    joined = "\n".join(texts.values())
    cited = fingerprint(library, frozenset(_TERM.findall(joined)), frozenset(_FACT.findall(joined)))
    return hashlib.sha256(json.dumps([RENDERED_BY, folder.slug, texts, media, cited]).encode()).hexdigest()


def _build_course(folder: Folder, library: Library, today: date, language: str, english: Course | None) -> Course:
    prefix = "" if english is None else f"{language}/"
    source = folder.texts[prefix + "course.md"]
    if english is not None:
        _complete_front(source, folder.texts["course.md"])
    files = [(number, slug, _in_language(folder, file, prefix)) for number, slug, file in folder.module_files()]
    course = _read_front(source, folder.slug, library)
    slugs = tuple(slug for _number, slug, _file in files)
    context = Context(folder, library, today, language, course.outcomes, slugs)
    renderer = context.renderer(source)
    intro = renderer.page(source.body, source.body_line)
    modules = _build_modules(context, files, english)
    title, session, handout = _build_session(context, prefix)
    return replace(
        course,
        html=intro.light_html + renderer.facts_html(),
        modules=modules,
        session_title=title or (english.session_title if english else ""),
        session_html=session or (english.session_html if english else ""),
        handout_html=handout or (english.handout_html if english else ""),
        language=language,
        media={name: media.hash for name, media in folder.media.items()},
    )


def _complete_front(source: SourceFile, english: SourceFile) -> None:
    """What a Welsh file does not say again holds as in the English one."""
    own = {name: value for name, value in source.front.data.items() if name != parity.MARK}
    source.front = YamlText({**english.front.data, **own}, source.front.lines)


def _in_language(folder: Folder, english: SourceFile, prefix: str) -> SourceFile:
    if not prefix:
        return english
    translated = folder.texts.get(prefix + english.name)
    if translated is None:
        return english
    _complete_front(translated, english)
    return translated


def _build_modules(
    context: Context, files: Iterable[tuple[int, str, SourceFile]], english: Course | None
) -> tuple[Module, ...]:
    modules = []
    for number, slug, source in files:
        original = english.module(slug) if english else None
        if original is not None and not source.name.startswith("cy/"):
            modules.append(original)  # not translated yet: shown in English
            continue
        module = build_module(context, number, slug, source)
        modules.append(pair_modules(original, module, source) if original else module)
    return tuple(modules)


def _read_front(source: SourceFile, slug: str, library: Library) -> Course:
    fields = Fields(source.front.data, source.front, source.error)
    course = Course(
        slug=slug,
        title=fields.text("title", longest=100),
        summary=fields.text("summary", longest=300),
        level=Level(fields.one_of("level", [level.value for level in Level], Level.AWARENESS.value)),
        skills=fields.words("skills", needed=True, among=library.skill_codes),
        audience=fields.words("audience", needed=True, among=AUDIENCES),
        version=fields.text("version", longest=40),
        owner=fields.text("owner", longest=200),
        approved_by=fields.text("approved_by", longest=100),
        reviewed_on=fields.day("reviewed_on") or date.min,
        review_by=fields.day("review_by") or date.max,
        licence=fields.text("licence", longest=100),
        prerequisites=fields.words("prerequisites"),
        sources=_sources(fields),
        outcomes=_outcomes(fields),
        html="",
        modules=(),
        any_of=_any_of(fields),
        retake=fields.flag("retake", False),
        was=fields.words("was"),
    )
    fields.no_others()
    return course


def _sources(fields: Fields) -> tuple[Source, ...]:
    found = []
    for index, entry in enumerate(fields.list("sources", needed=False)):
        one = Fields(entry, fields.source, fields.complain, ("sources", index))
        found.append(Source(one.text("title"), one.address("url")))
        one.no_others()
    return tuple(found)


def _outcomes(fields: Fields) -> dict[str, str]:
    listed = fields.get("outcomes", True)
    if listed is None:
        return {}
    one = Fields(listed, fields.source, fields.complain, ("outcomes",))
    for key in one.data:
        if not SLUG.match(key if isinstance(key, str) else ""):
            one.wrong(
                str(key),
                f"“{str(key)[:40]}” cannot be an outcome's slug",
                "Use lower-case letters, digits and hyphens.",
            )
    return {key: one.text(key, longest=200) for key in one.data if isinstance(key, str)}


def _any_of(fields: Fields) -> tuple[AnyOf, ...]:
    rules = []
    for index, entry in enumerate(fields.list("completion", needed=False)):
        one = Fields(entry, fields.source, fields.complain, ("completion", index))
        rules.append(AnyOf(one.number("any", 1, 50), one.words("of", needed=True)))
        one.no_others()
    return tuple(rules)


def _build_session(context: Context, prefix: str) -> tuple[str, str, str]:
    """Title, plan and handout of session.md; empty when there is none."""
    source = context.folder.texts.get(prefix + "session.md")
    if source is None:
        return "", "", ""
    if prefix and "session.md" in context.folder.texts:
        _complete_front(source, context.folder.texts["session.md"])
    fields = Fields(source.front.data, source.front, source.error)
    title = fields.text("title", longest=100)
    fields.number("minutes", 5, 480)
    fields.number("people", 1, 500)
    fields.no_others()
    section = find_section(source, "handout")
    if section is None or not section.text.strip():
        source.error(
            source.body_line, "This session has no handout", "End it with “## Handout {#handout}”: one side of A4."
        )
        return title, "", ""
    before, after = around(source, section)
    renderer = context.renderer(source)
    plan = renderer.page(*before).html
    own = set(renderer.facts)
    handout = renderer.page(section.text, section.text_line, top=3).html
    cited = [fact for key, fact in renderer.facts.items() if key not in own or f"[fact:{key}]" in section.text]
    rest = renderer.page(*after).html if after[0].strip() else ""
    return title, plan + rest + renderer.facts_html(), handout + renderer.facts_line(cited)
