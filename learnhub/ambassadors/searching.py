"""What a search of the directory asks, as conditions: every word is a part of a name, an office or a region, a
language, or a skill that somebody offers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, func, or_, select, true

from learnhub.ambassadors.models import Ambassador, AmbassadorSkill
from learnhub.ambassadors.words import Place
from learnhub.db import db
from learnhub.web.bars import holds


@dataclass(frozen=True, slots=True)
class Shape:
    """What a statement asks, without the values: statements of one shape are built once.

    `words`: of each word, whether it means skills, and the language it means, or none.
    """

    words: tuple[tuple[bool, str], ...]
    about: bool
    skill: bool
    level: bool
    departments: bool
    near: bool
    language: str
    place: str
    day: str
    advisers: bool
    after: bool


def conditions(shape: Shape) -> Iterable[ColumnElement[bool]]:
    """All of them hold for whoever is found. The values are bound when the statement runs."""
    for number, (has_skills, language) in enumerate(shape.words):
        yield _means(number, has_skills=has_skills, language=language)
    if shape.about:
        yield _offers(AmbassadorSkill.skill.in_(_several("about")))
    if shape.skill or shape.level:
        skill = AmbassadorSkill.skill == bindparam("skill", type_=String) if shape.skill else true()
        yield _offers(and_(skill, AmbassadorSkill.level.in_(_several("levels")) if shape.level else true()))
    if shape.departments:
        yield Ambassador.listed_department_id.in_(bindparam("departments", expanding=True, type_=Integer))
    if shape.near:
        near = bindparam("near", type_=String)
        yield or_(_is_like(Ambassador.listed_office, near), _is_like(Ambassador.listed_region, near))
    if shape.language:
        yield holds(Ambassador.languages, shape.language)
    if shape.place:
        yield Ambassador.place.in_((shape.place, Place.EITHER.value))
    if shape.day:
        yield func.substr(Ambassador.free_days, int(shape.day), 1) == "1"
    if shape.advisers:
        yield Ambassador.is_adviser.is_(True)


def like(text: str) -> str:
    """A pattern for what holds a text."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _means(number: int, *, has_skills: bool, language: str) -> ColumnElement[bool]:
    word = bindparam(f"word_{number}", type_=String)
    find = func.instr if db.engine.dialect.name == "sqlite" else func.strpos
    ways = [find(Ambassador.listed_words, word) > 0]
    if has_skills:
        ways.append(_offers(AmbassadorSkill.skill.in_(_several(f"skills_{number}"))))
    if language:
        ways.append(holds(Ambassador.languages, language))
    return or_(*ways)


def _offers(what: ColumnElement[bool]) -> ColumnElement[bool]:
    return Ambassador.id.in_(select(AmbassadorSkill.ambassador_id).where(what))


def _several(name: str) -> Any:
    return bindparam(name, expanding=True, type_=String)


def _is_like(column: Any, value: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = func.lower(column).like(func.lower(value), escape="\\")
    return found
