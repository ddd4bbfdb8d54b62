"""The skills standard as its file says it: areas, skills, what one can do at each level, in English and in Welsh."""

from pathlib import Path

from learnhub.catalogue.faults import Report
from learnhub.catalogue.fields import Fields
from learnhub.catalogue.reader import shown_path
from learnhub.catalogue.structures import Area, Level, Skill
from learnhub.catalogue.yaml_reader import YamlText
from learnhub.phrases import Phrase


def read_areas(source: YamlText, path: Path, report: Report) -> tuple[tuple[Area, ...], dict[str, tuple[Area, ...]]]:
    """The areas in English, and by language; what is not translated stands there in English."""

    def complain(line: int, message: str, mend: str) -> None:
        report.error(shown_path(path), line, message, mend)

    top = Fields(source.data, source, complain)
    listed = top.list("areas")
    top.no_others()
    areas: list[Area] = []
    welsh: list[Area] = []
    codes: set[str] = set()
    for index, entry in enumerate(listed):
        fields = Fields(entry, source, complain, ("areas", index))
        skills = []
        for number, one in enumerate(fields.list("skills")):
            skill = Fields(one, source, complain, ("areas", index, "skills", number))
            code = skill.text("code")
            if code in codes:
                skill.wrong("code", f"“{code}” stands here twice", "Give each skill its own code.")
            codes.add(code)
            skills.append(_skill(code, skill))
        area = Area(fields.text("code"), Phrase(fields.text("title"), "en"), tuple(english for english, _ in skills))
        areas.append(area)
        title = _welsh_of(fields).get("title", area.title)
        welsh.append(Area(area.code, title, tuple(translated for _, translated in skills)))
        fields.no_others()
    return tuple(areas), {"cy": tuple(welsh)}


def _skill(code: str, skill: Fields) -> tuple[Skill, Skill]:
    """A skill in English and in Welsh."""
    levels = Fields(skill.get("levels", True) or {}, skill.source, skill.complain, (*skill.path, "levels"))
    statements = {level.value: Phrase(levels.text(level.value), "en") for level in Level}
    levels.no_others()
    english = Skill(code, Phrase(skill.text("title"), "en"), dict(statements))
    welsh = _welsh_of(skill, *statements)
    skill.no_others()
    theirs: dict[str, str] = {name: welsh.get(name, text) for name, text in statements.items()}
    return english, Skill(code, welsh.get("title", english.title), theirs)


def _welsh_of(fields: Fields, *more: str) -> dict[str, Phrase]:
    """What stands under `cy:`, a title and more; empty when there is nothing."""
    value = fields.get("cy", False)
    if value is None:
        return {}
    welsh = Fields(value, fields.source, fields.complain, (*fields.path, "cy"))
    found = {name: welsh.text(name, needed=False) for name in ("title", *more)}
    welsh.no_others()
    return {name: Phrase(text, "cy") for name, text in found.items() if text}
