"""Everybody at once: exactly as many as there are places, an ordered queue, and one person up for each who cancels."""

from flask import Flask

from learnhub import db as database
from learnhub.db import db
from learnhub.events import actions
from learnhub.events.models import SignUp
from learnhub.events.queries import Event
from tests.events.world import Somebody, at_once, join, make_event, states
from tests.factories import committed, make_person

CROWD, PLACES = 200, 30


def crowd(number: int) -> list[Somebody]:
    with committed():
        return [Somebody(make_person()) for _ in range(number)]


def press(event_id: int, who: Somebody) -> None:
    with database.write():
        actions.sign_up(event_id, who)


def give_up(event_id: int, person_id: int) -> None:
    with database.write():
        actions.cancel_sign_up(event_id, person_id)


def counted(event: Event) -> dict[str, int]:
    found = list(states(event).values())
    return {state: found.count(state) for state in sorted(set(found))}


def test_two_hundred_at_once_for_thirty_places(app: Flask) -> None:
    event = make_event(places=PLACES)
    event_id, people = event.id, crowd(CROWD)
    at_once(app, [lambda who=who: press(event_id, who) for who in people])
    event = db.session.get_one(Event, event_id)
    assert counted(event) == {"going": PLACES, "waiting": CROWD - PLACES}
    in_order = list(states(event).values())
    assert in_order == ["going"] * PLACES + ["waiting"] * (CROWD - PLACES)
    queued = [row.queued_at for row in db.session.query(SignUp).filter_by(event_id=event_id)]
    assert len(set(queued)) == CROWD  # nobody shares a place in the queue


def test_pressing_many_times_at_once_counts_once(app: Flask) -> None:
    event_id = make_event(places=1).id
    (who,) = crowd(1)
    at_once(app, [lambda: press(event_id, who) for _ in range(10)])
    assert counted(db.session.get_one(Event, event_id)) == {"going": 1}


def test_two_cancellations_at_once_move_two_people(app: Flask) -> None:
    event = make_event(places=5)
    event_id, people = event.id, crowd(12)
    for who in people:
        press(event_id, who)
    at_once(app, [lambda who=who: give_up(event_id, who.person_id) for who in people[1:3]])
    found = states(db.session.get_one(Event, event_id))
    going = [person for person, state in found.items() if state == "going"]
    assert going == [people[place].person_id for place in (0, 3, 4, 5, 6)]
    assert list(found.values()).count("waiting") == 5


def test_a_cancellation_and_a_sign_up_at_once_do_not_pass_those_who_wait(app: Flask) -> None:
    event = make_event(places=3)
    event_id, people = event.id, crowd(10)
    for who in people[:5]:
        press(event_id, who)
    at_once(
        app,
        [
            lambda: give_up(event_id, people[0].person_id),
            *(lambda who=who: press(event_id, who) for who in people[5:]),
        ],
    )
    going = [person for person, state in states(db.session.get_one(Event, event_id)).items() if state == "going"]
    assert going == [people[place].person_id for place in (1, 2, 3)]


def test_cancelling_twice_at_once_moves_one(app: Flask) -> None:
    event = make_event(places=1)
    event_id, people = event.id, crowd(3)
    for who in people:
        press(event_id, who)
    at_once(app, [lambda: give_up(event_id, people[0].person_id)] * 2)
    assert counted(db.session.get_one(Event, event_id)) == {"cancelled": 1, "going": 1, "waiting": 1}
    assert join(db.session.get_one(Event, event_id), make_person()).state == "waiting"
