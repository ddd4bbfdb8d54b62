"""Two at once: both end it, both press the same form, one writes while a lead hands it over."""

from collections.abc import Callable
from functools import partial

from flask import Flask
from sqlalchemy import func, select

from learnhub import db as database
from learnhub.ambassadors import stopping
from learnhub.ambassadors.models import Ambassador, HelpRequest, Mentorship
from learnhub.ambassadors.words import MentorshipState
from learnhub.db import db
from learnhub.mentoring import mentorship_ending as ending
from learnhub.mentoring import mentorships, sharing
from learnhub.mentoring.holding import Over
from learnhub.mentoring.models import MentorshipNote, SharedPart
from learnhub.mentoring.sharing import Part
from learnhub.messages.models import Notice
from learnhub.people.faults import Refused
from tests import people
from tests.ambassadors.asking import again, make_ambassador
from tests.events.world import at_once
from tests.factories import make_person
from tests.mentoring.pairs import make_mentorship, now_of

AT_ONCE = 50


def told(kind: str) -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).where(Notice.key.contains(kind))).scalar_one()


def test_both_end_it_at_once_and_one_place_is_free(app: Flask, amir: Ambassador) -> None:
    pair, other = make_mentorship(amir).id, make_mentorship(amir, "welsh").id
    sides = (amir.person_id, people.person("learner").id)
    ended: list[bool] = []

    def end(person_id: int) -> None:
        with database.write():
            done = ending.end_mentorship(pair, person_id)
        ended.append(done)

    at_once(app, [lambda who=sides[number % 2]: end(who) for number in range(AT_ONCE)])
    assert sorted(ended) == [False] * (AT_ONCE - 1) + [True]
    assert (now_of(pair).state, now_of(other).state) == ("ended", "open")
    assert again(amir).open_mentorships == 1
    assert told(f"mentorship:{pair}:ended") == 1


def test_one_form_sent_by_many_at_once_is_one_note(app: Flask, amir: Ambassador) -> None:
    pair, me = make_mentorship(amir).id, people.person("learner").id

    def write() -> None:
        with database.write():
            mentorships.write_note(pair, me, "Once", is_private=False, form_key="b" * 32)

    at_once(app, [write] * 12)
    assert db.session.execute(select(func.count()).select_from(MentorshipNote)).scalar_one() == 1
    assert told(":note:") == 1


def test_the_old_mentor_writes_while_it_is_handed_over(app: Flask, amir: Ambassador) -> None:
    """Each note is either there, and was written before; or its writer was told. The new one reads none of them."""
    heir = make_ambassador(make_person("Bea Stone"))
    pair, heir_id, old = make_mentorship(amir).id, heir.id, amir.person_id
    with database.write():
        ending.give_up_mentorship(pair, old)
    kept: list[int] = []
    refused: list[str] = []

    def write(number: int) -> None:
        try:
            with database.write():
                note = mentorships.write_note(pair, old, f"Note {number}", is_private=False)
            kept.append(note)
        except Over as over:
            refused.append(str(over))

    def hand_over() -> None:
        with database.write():
            ending.hand_over(pair, heir_id)

    works: list[Callable[[], None]] = [partial(write, number) for number in range(20)]
    at_once(app, [*works[:10], hand_over, *works[10:]])
    row = now_of(pair)
    assert (row.ambassador_id, row.state) == (heir_id, MentorshipState.OPEN)
    assert len(kept) + len(refused) == 20
    notes = db.session.execute(select(MentorshipNote)).scalars().all()
    assert {note.id for note in notes} == set(kept)
    assert row.handed_over_at is not None


def test_two_leads_hand_one_over_at_once(app: Flask, amir: Ambassador) -> None:
    heirs = [make_ambassador(make_person()).id for _ in range(8)]
    pair = make_mentorship(amir).id
    with database.write():
        ending.give_up_mentorship(pair, amir.person_id)
    over: list[int] = []

    def hand_over(heir_id: int) -> None:
        try:
            with database.write():
                ending.hand_over(pair, heir_id)
        except Over:
            over.append(heir_id)

    at_once(app, [lambda heir=heir: hand_over(heir) for heir in heirs])
    assert len(over) == len(heirs) - 1
    counts = select(Ambassador.id, Ambassador.open_mentorships).where(Ambassador.id.in_(heirs))
    taken = [row.id for row in db.session.execute(counts) if row.open_mentorships]
    assert taken == [now_of(pair).ambassador_id]


def test_one_heir_at_the_limit_takes_no_more_than_they_can(app: Flask, amir: Ambassador) -> None:
    heir = make_ambassador(make_person(), most_mentorships=2).id
    with database.write():
        db.session.get_one(Ambassador, amir.id).most_mentorships = 10
    pairs = [make_mentorship(amir, make_person()).id for _ in range(8)]
    with database.write():
        stopping.stop(db.session.get_one(Ambassador, amir.id))
    full: list[int] = []

    def hand_over(pair: int) -> None:
        try:
            with database.write():
                ending.hand_over(pair, heir)
        except Refused:
            full.append(pair)

    at_once(app, [lambda pair=pair: hand_over(pair) for pair in pairs])
    assert len(full) == 6
    taken = db.session.execute(select(func.count()).where(Mentorship.ambassador_id == heir)).scalar_one()
    assert (taken, db.session.get_one(Ambassador, heir).open_mentorships) == (2, 2)


def test_a_mentor_stops_while_the_learner_ends_it(app: Flask, amir: Ambassador) -> None:
    """Whoever is first, nobody waits for the other in a circle, and nothing is counted below nought."""
    pair, me, ambassador_id = make_mentorship(amir).id, people.person("learner").id, amir.id

    def stop() -> None:
        with database.write():
            stopping.stop(db.session.get_one(Ambassador, ambassador_id))

    def end() -> None:
        with database.write():
            ending.end_mentorship(pair, me)

    at_once(app, [stop, *[end] * 6])
    assert now_of(pair).state == "ended"
    assert again(amir).open_mentorships == 0


def test_matched_again_by_many_presses_is_one_request(app: Flask, amir: Ambassador) -> None:
    pair, me = make_mentorship(amir).id, people.person("learner").id
    make_ambassador()

    def press() -> None:
        with database.write():
            ending.match_again(pair, me)

    at_once(app, [press] * 10)
    asked = select(func.count()).where(HelpRequest.person_id == me, HelpRequest.form_key.is_not(None))
    assert db.session.execute(asked).scalar_one() == 1
    assert told(f"mentorship:{pair}:ended") == 1


def test_sharing_pressed_by_many_at_once_is_shared_once(app: Flask, amir: Ambassador) -> None:
    make_mentorship(amir)
    me, to = people.person("learner").id, amir.person_id

    def press() -> None:
        with database.write():
            sharing.share_parts(me, to, [Part.COURSES])

    at_once(app, [press] * 10)
    assert db.session.execute(select(func.count()).select_from(SharedPart)).scalar_one() == 1
