"""The events of a demo: announced three weeks before by the organiser's own presses; those that are over, confirmed."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from learnhub import clock
from learnhub import db as database
from learnhub.demo.around_people import Somebody
from learnhub.demo.around_words import Happening
from learnhub.events.actions import open_event, publish_event, sign_up
from learnhub.events.confirming import confirm_everyone
from learnhub.events.models import Event
from learnhub.events.structures import Details

ZONE = "Europe/London"


def hold(happening: Happening, cast: Mapping[str, Somebody], people: Sequence[Somebody], rng: random.Random) -> None:
    """An event with its sign-ups; one that is over with those who came confirmed."""
    day = working_day(clock.today() + timedelta(days=happening.in_days))
    organiser = cast[happening.organiser]
    with clock.at(announced_on(day)):
        event_id = announce(happening, organiser, day).id
        there = [one for one in people if one.joined_on <= day]
        coming = [cast[account] for account in happening.coming] + rng.sample(there, min(len(there), happening.others))
        rows = []
        with database.write():
            for one in {one.person_id: one for one in coming if one is not organiser}.values():
                rows.append(sign_up(event_id, one).id)
    over = evening_of(day)
    if over < clock.now():
        with clock.at(over):
            confirm_everyone(event_id, rows, organiser)


def announce(happening: Happening, organiser: Somebody, day: date) -> Event:
    """An event of this day, published."""
    begins = datetime.combine(day, time(happening.hour))
    details = Details(
        kind=happening.kind,
        title=happening.title,
        about=happening.about,
        zone=ZONE,
        starts_local=begins,
        ends_local=begins + timedelta(hours=happening.hours),
        break_minutes=60 if happening.hours > 4 else 0,
        place=happening.place,
        remote_link=happening.remote_link,
        places=happening.places,
        prefers_newcomers=happening.prefers_newcomers,
    )
    with database.write():
        return publish_event(open_event(organiser.person_id, details).id)


def working_day(day: date) -> date:
    """The day, or the Monday after it."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def announced_on(day: date) -> datetime:
    """When an event of that day was announced: three weeks before, and not later than now."""
    return min(clock.start_of(day) - timedelta(days=21), clock.now())


def evening_of(day: date) -> datetime:
    """When its organiser confirms who came."""
    return clock.start_of(day) + timedelta(hours=22)
