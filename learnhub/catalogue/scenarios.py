"""A scenario's Markdown as steps, and whether every path through them can reach the end."""

import re

from learnhub.catalogue.reader import SourceFile
from learnhub.catalogue.rendering import NO_TEXT, Renderer, Text
from learnhub.catalogue.sections import Section, cut, refuse_same_ids
from learnhub.catalogue.structures import Decision, Step

END = "end"
_ITEM = re.compile(r"^[-*+][ \t]+")
_DECISION = re.compile(r"^[-*+][ \t]+\[(?P<text>[^\]]+)\]\(#(?P<to>[^)\s]+)\)[ \t]*$")


def build_steps(source: SourceFile, renderer: Renderer) -> tuple[Text, tuple[Step, ...], int]:
    """What stands before the first step, the steps, and the words of the longest."""
    intro_text, sections = cut(source)
    refuse_same_ids(source, sections)
    intro = renderer.page(intro_text, source.body_line) if intro_text.strip() else NO_TEXT
    steps, longest = [], 0
    for section in sections:
        if not section.id:
            source.error(section.line, "This step has no id", "End its heading with {#id}; the last step's is {#end}.")
        text, decisions = _take_decisions(section)
        renderer.facts = {}
        rendered = renderer.page(text, section.text_line, top=3)
        facts = renderer.facts_html()
        longest = max(longest, rendered.words + sum(len(decision.text.split()) for decision in decisions))
        steps.append(Step(section.id, section.title, rendered.html + facts, decisions, rendered.light_html + facts))
    _check_paths(source, sections, steps)
    return intro, tuple(steps), longest


def _take_decisions(section: Section) -> tuple[str, tuple[Decision, ...]]:
    """The step's text without the list of decisions that ends it, and the decisions."""
    lines = section.text.rstrip().split("\n")
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    items: list[str] = []
    for line in lines[start:]:
        if _ITEM.match(line) or not items:
            items.append(line)
        else:
            items[-1] = f"{items[-1]} {line.strip()}"
    found = [_DECISION.match(item) for item in items]
    if not items or not all(found):
        return section.text, ()
    return "\n".join(lines[:start]), tuple(Decision(match["text"], match["to"]) for match in found if match)


def _check_paths(source: SourceFile, sections: list[Section], steps: list[Step]) -> None:
    lines = {section.id: section.line for section in sections}
    leads = {step.id: [decision.to for decision in step.decisions] for step in steps}
    if len(steps) < 3 or END not in leads:
        source.error(
            source.body_line,
            "A scenario needs a start, a consequence and an end",
            "Write steps as ## headings; the end is {#end}.",
        )
        return
    for step in steps:
        for to in leads[step.id]:
            if to not in leads:
                line = source.line_of(f"](#{to})")
                source.error(
                    line, f"There is no step “{to[:40]}”", "Mend the link, or add a heading with {#" + to[:40] + "}."
                )
        if step.id == END and step.decisions:
            source.error(lines[END], "The end leads on to another step", "Take its list of links out.")
        if step.id != END and not step.decisions:
            mend = "End it with a list of links to other steps and nothing after: “- [What I do](#id)”."
            source.error(lines[step.id], f"The step “{step.title[:40]}” leads nowhere", mend)
    reached = _reachable(steps[0].id, leads)
    for step in steps:
        if step.id not in reached:
            source.error(
                lines[step.id], f"No decision leads to the step “{step.title[:40]}”", "Link to it, or take it out."
            )
        elif END not in _reachable(step.id, leads):
            source.error(
                lines[step.id], f"No path from “{step.title[:40]}” reaches the end", "Add a decision that leads back."
            )


def _reachable(start: str, leads: dict[str, list[str]]) -> set[str]:
    reached, waiting = set(), [start]
    while waiting:
        step = waiting.pop()
        if step not in reached:
            reached.add(step)
            waiting += leads.get(step, [])
    return reached
