"""One file as one module: its front matter, and its body by its kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from learnhub.catalogue import quizzes, scenarios, weights
from learnhub.catalogue.addresses import Addresses
from learnhub.catalogue.fields import Fields
from learnhub.catalogue.library import Library
from learnhub.catalogue.reader import LONGEST_SLUG, SLUG, Folder, SourceFile
from learnhub.catalogue.rendering import NO_TEXT, Renderer, Text
from learnhub.catalogue.sections import Section, cut
from learnhub.catalogue.structures import RESERVED_SLUGS, Kind, Module, Video

LONGEST_TITLE = 100


@dataclass(slots=True)
class Context:
    """What a module's file is read with."""

    folder: Folder
    library: Library
    today: date
    language: str
    outcomes: dict[str, str]
    slugs: tuple[str, ...]

    def renderer(self, source: SourceFile) -> Renderer:
        """A renderer for one file."""
        addresses = Addresses(self.folder.slug, self.library.outline, self.folder.media, self.language)
        return Renderer(source, self.library, addresses, self.today, self.language)


def build_module(context: Context, number: int, slug: str, source: SourceFile) -> Module:
    """The module in a file. Whatever is wrong is reported; what comes back then is not to be published."""
    fields = Fields(source.front.data, source.front, source.error)
    kind = Kind(fields.one_of("kind", [kind.value for kind in Kind], Kind.READING.value))
    module = Module(
        slug=slug,
        number=number,
        title=fields.text("title", longest=LONGEST_TITLE),
        kind=kind,
        minutes=fields.number("minutes", 1, 480 if kind is Kind.WORKSHOP else 60),
        required=fields.flag("required", True),
        outcomes=fields.words("outcomes", needed=kind is Kind.TASK, among=context.outcomes),
        was=fields.words("was"),
        html="",
        light_html="",
        words=0,
        bytes=0,
        language=context.language,
    )
    _check_slug(source, module)
    renderer = context.renderer(source)
    module = _BUILDERS.get(kind, _build_text)(context, module, source, renderer, fields)
    fields.no_others()
    _check_weight(source, module)
    if kind is not Kind.QUIZ:
        _check_unmarked_terms(source, renderer, context)
    return module


def _check_slug(source: SourceFile, module: Module) -> None:
    if module.slug in RESERVED_SLUGS or (module.slug == "check" and module.kind is not Kind.QUIZ):
        source.error(1, f"“{module.slug}” is a word of our addresses and cannot be a module's name", "Rename the file.")
    if len(module.slug) > LONGEST_SLUG:
        source.error(1, "The file's name is too long", f"Use at most {LONGEST_SLUG} characters after the number.")
    for earlier in module.was:
        if not SLUG.match(earlier) or earlier == module.slug:
            line = source.front.line("was")
            source.error(
                line,
                f"“{earlier[:40]}” cannot be an earlier name",
                "Write the slug the module had, such as “passwords”.",
            )


def _check_weight(source: SourceFile, module: Module) -> None:
    if not module.words and module.kind is not Kind.QUIZ and not source.report.errors:
        source.error(source.body_line, "This module has no text", "Write it below the front matter.")
    if module.words > weights.MOST_WORDS:
        message = f"One page shows {module.words:,} words; the limit is {weights.MOST_WORDS:,}"
        source.error(source.body_line, message, "Split the module, ask fewer questions at once, or shorten it.")
    if module.bytes > weights.LARGEST_TEXT:
        message = f"The text weighs {module.bytes:,} bytes compressed; a page has room for {weights.LARGEST_TEXT:,}"
        source.error(
            source.body_line, message, "Split the module or shorten it: it must reach a slow line in one round trip."
        )


_NOT_TEXT = re.compile(r"!?\[[^\]]*\]\([^)]*\)|^#{1,6} .*$|`[^`]*`|\[fact:[^\]]*\]", re.M)


def _check_unmarked_terms(source: SourceFile, renderer: Renderer, context: Context) -> None:
    text = _NOT_TEXT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source.body)
    for key, form, place in context.library.terms_in(text, context.language):
        if key not in renderer.explained:
            line = source.body_line + text.count("\n", 0, place)
            message = f"“{form}” is a term of the glossary and not explained in this module"
            source.warn(line, message, f"Mark it: [{form}](term:{key}).")


def _build_text(_context: Context, module: Module, source: SourceFile, renderer: Renderer, _fields: Fields) -> Module:
    return _with_texts(module, renderer, [renderer.page(source.body, source.body_line)])


def _with_texts(module: Module, renderer: Renderer, texts: list[Text], beside: Text = NO_TEXT) -> Module:
    """The module with its text, the facts it cites at the end; `beside` is what else its page shows."""
    facts = renderer.facts_html()
    html = "\n".join([text.html for text in texts]) + facts
    return replace(
        module,
        html=html,
        light_html="\n".join([text.light_html for text in texts]) + facts,
        words=sum(text.words for text in texts) + beside.words,
        bytes=weights.compressed(html + beside.html),
    )


def around(source: SourceFile, section: Section) -> list[tuple[str, int]]:
    """What stands before and after a section, each with its first line."""
    lines = source.body.split("\n")
    start = section.line - source.body_line
    end = start + 1 + len(section.text.split("\n"))
    return [("\n".join(lines[:start]), source.body_line), ("\n".join(lines[end:]), source.body_line + end)]


def find_section(source: SourceFile, wanted: str) -> Section | None:
    """The section with an id."""
    return next((section for section in cut(source)[1] if section.id == wanted), None)


def _build_task(_context: Context, module: Module, source: SourceFile, renderer: Renderer, _fields: Fields) -> Module:
    section = find_section(source, "alternative")
    if section is None or not section.text.strip():
        mend = "Add “## If you cannot do this at work {#alternative}” and what to do instead."
        source.error(section.line if section else source.body_line, "This task has no alternative", mend)
        return _build_text(_context, module, source, renderer, _fields)
    before, after = around(source, section)
    texts = [renderer.page(text, line) for text, line in (before,) if text.strip()]
    alternative = renderer.page(section.text, section.text_line, top=3)
    texts += [renderer.page(text, line) for text, line in (after,) if text.strip()]
    module = _with_texts(module, renderer, texts, alternative)
    return replace(module, alternative_html=alternative.light_html)


def _build_video(context: Context, module: Module, source: SourceFile, renderer: Renderer, fields: Fields) -> Module:
    module = _build_text(context, module, source, renderer, fields)
    names = {}
    for name, endings in (("video", (".mp4", ".webm")), ("captions", (".vtt",))):
        path = fields.text(name)
        found = renderer.addresses.media_name(path) if path else None
        if path and (found is None or not path.endswith(endings)):
            fields.wrong(
                name,
                f"There is no file “{path[:60]}”",
                f"Put it into media/ and write “{name}: media/name{endings[0]}”.",
            )
        names[name] = found or ""
    duration = fields.text("duration")
    if duration and not re.fullmatch(r"(?:\d{1,2}:)?\d{1,2}:\d{2}", duration):
        fields.wrong("duration", f"“{duration[:20]}” is not a duration", 'Write minutes and seconds in quotes: "4:10".')
    if module.words < 20:
        source.error(
            source.body_line, "This video has no transcript", "Write what is said and shown as the module's text."
        )
    size = len(context.folder.media[names["video"]].content) if names["video"] else 0
    return replace(module, video=Video(names["video"], names["captions"], duration, size))


def _build_scenario(
    _context: Context, module: Module, source: SourceFile, renderer: Renderer, _fields: Fields
) -> Module:
    intro, steps, words = scenarios.build_steps(source, renderer)
    heaviest = max((weights.compressed(intro.html + step.html) for step in steps), default=0)
    return replace(
        module, html=intro.html, light_html=intro.light_html, steps=steps, words=intro.words + words, bytes=heaviest
    )


def _build_quiz(context: Context, module: Module, source: SourceFile, renderer: Renderer, fields: Fields) -> Module:
    reads = [slug for slug in context.slugs if slug != module.slug]
    built = quizzes.build_quiz(source, renderer, fields, context.outcomes, reads)
    return replace(
        module,
        html=built.intro.html,
        light_html=built.intro.light_html,
        quiz=built.quiz,
        words=built.words,
        bytes=built.bytes,
    )


Builder = Callable[[Context, Module, SourceFile, Renderer, Fields], Module]
_BUILDERS: dict[Kind, Builder] = {
    Kind.TASK: _build_task,
    Kind.VIDEO: _build_video,
    Kind.SCENARIO: _build_scenario,
    Kind.QUIZ: _build_quiz,
}
