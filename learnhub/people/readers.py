"""Who the messages room writes to: name, address, language, and whether they work on a day."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select

from learnhub import workdays
from learnhub.db import db
from learnhub.messages.digest import Reader
from learnhub.people.models import Absence, Person


def readers_of(person_ids: Sequence[int], today: date) -> Mapping[int, Reader]:
    """These people, but for those who have left, in one statement."""
    away = select(Absence.id).where(Absence.person_id == Person.id, Absence.from_on <= today, Absence.until_on >= today)
    found = select(Person.id, Person.email, Person.name, Person.language, Person.working_days, away.exists()).where(
        Person.id.in_(person_ids), or_(Person.left_on.is_(None), Person.left_on > today)
    )
    weekday, is_open = today.weekday(), not workdays.is_closed(today)
    return {
        person_id: Reader(email, name, language, is_open and working_days[weekday] == "1" and not is_away)
        for person_id, email, name, language, working_days, is_away in db.session.execute(found)
    }
