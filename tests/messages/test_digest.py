"""The daily mail: one a day at most, each notice once, on working days, outside quiet hours."""

import re
import threading
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from flask_babel import lazy_gettext
from sqlalchemy import func, select

from learnhub import clock
from learnhub.db import db
from learnhub.messages import digest
from learnhub.messages.choices import choose_mail
from learnhub.messages.delivery import deliver_all, deliver_due
from learnhub.messages.digest import DIGEST, DUTIES, write_digests
from learnhub.messages.hours import is_quiet, quiet_until
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.models import Message, Notice
from learnhub.messages.notices import NewNotice, mark_read, notices_of, write_notices
from learnhub.people.models import Person
from tests import factories
from tests.factories import committed
from tests.people import person

TUESDAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def kinds(app: Flask) -> None:
    words = lazy_gettext("Tests")
    for name, may_refuse, order in (("news", True, 50), ("reminder", True, 10), ("duty", False, 20)):
        add_message_kind(app, MessageKind(name, words, words, may_refuse, order))


def tell(role: str, text: str, kind: str = "news", **values: object) -> None:
    who = person(role)
    fields = {"key": f"test:{who.id}:{text[:40]}", "address": "/courses/letters", "language": who.language, **values}
    with committed():
        write_notices([NewNotice(person_id=who.id, kind=kind, text=text, **fields)])


def mails() -> list[Message]:
    db.session.rollback()
    return list(db.session.execute(select(Message).order_by(Message.id)).scalars())


def unsettled() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).where(Notice.mail_settled_at.is_(None))).scalar_one()


def test_what_is_new_is_gathered_into_one_mail_what_matters_first(app: Flask) -> None:
    tell("learner", "“Letters” has a new version.")
    tell("learner", "“Letters” is due on 1 December 2026.", "reminder")
    tell("hr", "Something for somebody else.")
    with clock.at(TUESDAY):
        assert write_digests() == 2
    mail = next(mail for mail in mails() if mail.address == person("learner").email)
    assert mail.subject == "“Letters” is due on 1 December 2026, and 1 more"
    assert mail.text.index("is due on") < mail.text.index("new version")
    assert "http://localhost/courses/letters" in mail.text
    assert mail.html is not None
    assert "<table" not in mail.html
    assert re.findall(r"src=|<img|<link|<script|url\(", mail.html) == []
    assert len(mail.html) < 2_000


def test_one_mail_a_day_and_each_notice_in_one(app: Flask) -> None:
    tell("learner", "First.")
    with clock.at(TUESDAY):
        assert (write_digests(), write_digests()) == (1, 0)
        tell("learner", "Second.")
        assert write_digests() == 0
    assert unsettled() == 1
    with clock.at(TUESDAY + timedelta(days=1)):
        assert (write_digests(), write_digests()) == (1, 0)
    first, second = mails()
    assert ("First." in first.text, "Second." in first.text) == (True, False)
    assert ("First." in second.text, "Second." in second.text) == (False, True)


@pytest.mark.parametrize(
    ("at", "mailed"),
    [
        (datetime(2026, 11, 24, 6, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 24, 7, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 24, 18, 59, tzinfo=UTC), 1),
        (datetime(2026, 11, 24, 19, 0, tzinfo=UTC), 0),
        (datetime(2026, 7, 7, 6, 0, tzinfo=UTC), 1),  # seven by the summer clock
        (datetime(2026, 7, 7, 18, 0, tzinfo=UTC), 0),  # and seven in the evening
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), 0),  # a Saturday
        (datetime(2026, 11, 29, 12, 0, tzinfo=UTC), 0),
        (datetime(2026, 11, 30, 12, 0, tzinfo=UTC), 1),
    ],
)
def test_nobody_is_written_to_at_night_or_at_the_weekend(app: Flask, at: datetime, mailed: int) -> None:
    tell("learner", "First.")
    with clock.at(at):
        assert write_digests() == mailed


def test_nobody_is_written_to_on_a_day_they_do_not_work_or_are_away(app: Flask) -> None:
    with committed():
        db.session.get_one(Person, person("learner").id).working_days = "1011100"
    factories.make_absence(person("hr"), date(2026, 11, 23), date(2026, 11, 24))
    for role in ("learner", "hr"):
        tell(role, "First.")
    with clock.at(TUESDAY):
        assert write_digests() == 0
    with clock.at(TUESDAY + timedelta(days=1)):
        assert write_digests() == 2


def test_who_has_left_is_not_written_to_and_the_notice_waits_for_nothing(app: Flask) -> None:
    tell("learner", "First.")
    with committed():
        db.session.get_one(Person, person("learner").id).left_on = date(2026, 11, 1)
    with clock.at(TUESDAY):
        assert write_digests() == 0
    assert unsettled() == 0


def test_what_was_read_on_the_site_is_not_mailed(app: Flask) -> None:
    tell("learner", "First.")
    tell("learner", "Second.")
    me = person("learner").id
    with committed():
        mark_read(me, notices_of(me).rows[-1].id)
    with clock.at(TUESDAY):
        assert write_digests() == 1
    assert "First." not in mails()[0].text


def test_what_is_refused_by_mail_stands_on_the_site_alone_but_duties_come(app: Flask) -> None:
    me = person("learner").id
    with committed():
        choose_mail(me, {"reminder"})
    tell("learner", "News.")
    tell("learner", "A duty.", "duty")
    with clock.at(TUESDAY):
        assert write_digests() == 1
    mail = mails()[0]
    assert ("News." in mail.text, "A duty." in mail.text, mail.kind) == (False, True, DUTIES)
    assert len(notices_of(me).rows) == 2
    assert unsettled() == 0


def test_it_speaks_the_readers_language_to_them(app: Flask) -> None:
    tell("welsh", "Mae “Llythyrau” yn ddyledus.", language="cy")
    with clock.at(TUESDAY):
        write_digests()
    mail = mails()[0]
    assert mail.language == "cy"
    assert '<html lang="cy">' in (mail.html or "")


def test_a_hundred_messages_make_one_readable_mail(app: Flask) -> None:
    for number in range(30):
        tell("learner", f"Sentence {number}.")
    with clock.at(TUESDAY):
        assert write_digests() == 1
    text = mails()[0].text
    assert text.count("Sentence") == 20
    assert "10 more messages for you are on the site" in text
    assert mails()[0].subject == "Sentence 29, and 29 more"


def test_a_subject_is_one_line_whatever_a_title_holds(app: Flask) -> None:
    tell("learner", "“A\rBcc: everybody@rev.example” " + "is due " * 60 + "\nNames")
    with clock.at(TUESDAY):
        write_digests()
    assert mails()[0].subject.startswith("“A Bcc: everybody@rev.example” is due")
    assert len(mails()[0].subject) <= 125


def test_html_of_a_title_stays_text(app: Flask) -> None:
    tell("learner", "“<b onmouseover=x>Letters</b>” is due.")
    with clock.at(TUESDAY):
        write_digests()
    assert "<b onmouseover" not in (mails()[0].html or "")
    assert "“<b onmouseover=x>Letters</b>” is due." in mails()[0].text


def test_notices_and_mail_are_one_transaction(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    tell("learner", "First.")
    inside = digest._written

    def stop(messages: list[dict[str, object]]) -> set[str]:
        inside(messages)
        raise RuntimeError("as if the machine had stopped here")

    with clock.at(TUESDAY):
        monkeypatch.setattr(digest, "_written", stop)
        with pytest.raises(RuntimeError):
            write_digests()
        assert (unsettled(), mails()) == (1, [])
        monkeypatch.setattr(digest, "_written", inside)
        assert write_digests() == 1
    assert (unsettled(), len(mails())) == (0, 1)


def test_workers_side_by_side_write_each_mail_once(app: Flask) -> None:
    people = [factories.make_person(f"Reader {number}") for number in range(40)]
    with committed():
        write_notices(
            [
                NewNotice(each.id, "news", f"test:{each.id}:{number}", f"Sentence {number}.", "/courses", "en")
                for each in people
                for number in range(3)
            ]
        )
    counts: list[int] = []

    def work() -> None:
        with app.app_context(), clock.at(TUESDAY):
            counts.append(write_digests())

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert (sum(counts), unsettled(), len(mails())) == (40, 0, 40)
    assert all(mail.text.count("Sentence") == 3 for mail in mails())


def test_a_mail_that_has_not_gone_by_the_evening_waits_for_the_morning(app: Flask) -> None:
    tell("learner", "First.")
    with clock.at(TUESDAY):
        write_digests()
    with clock.at(TUESDAY.replace(hour=22)):
        assert deliver_due(10).sent == 0
        assert clock.now() < mails()[0].due_at == datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
        assert mails()[0].tries == 0
    with clock.at(datetime(2026, 11, 25, 7, 1, tzinfo=UTC)):
        assert deliver_all().sent == 1


def test_a_mail_program_is_offered_its_own_button_where_there_is_something_to_refuse(app: Flask) -> None:
    tell("learner", "News.")
    tell("hr", "A duty.", "duty")
    with clock.at(TUESDAY):
        write_digests()
        deliver_all()
    folder = app.extensions["learnhub.settings"].mail_folder
    parsed = {
        mail["To"]: mail
        for mail in (message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.eml"))
    }
    news, duty = parsed[person("learner").email], parsed[person("hr").email]
    address = news["List-Unsubscribe"].strip(" <>")
    assert address.startswith("http://localhost/unsubscribe/")
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (duty["List-Unsubscribe"], duty["List-Unsubscribe-Post"]) == (None, None)
    assert news.get_content_type() == "multipart/alternative"
    assert address in news.get_body(("plain",)).get_content()
    assert {mail.kind for mail in mails()} == {DIGEST, DUTIES}


NIGHT = (time(19), time(7))


@pytest.mark.parametrize(
    ("there", "hours", "quiet", "until"),
    [
        (datetime(2026, 11, 24, 18, 59, 59), NIGHT, False, datetime(2026, 11, 24, 18, 59, 59)),
        (datetime(2026, 11, 24, 19, 0), NIGHT, True, datetime(2026, 11, 25, 7, 0)),
        (datetime(2026, 11, 25, 0, 0), NIGHT, True, datetime(2026, 11, 25, 7, 0)),
        (datetime(2026, 11, 25, 6, 59), NIGHT, True, datetime(2026, 11, 25, 7, 0)),
        (datetime(2026, 11, 25, 7, 0), NIGHT, False, datetime(2026, 11, 25, 7, 0)),
        (datetime(2026, 11, 25, 12, 30), (time(12), time(13)), True, datetime(2026, 11, 25, 13, 0)),
        (datetime(2026, 11, 25, 13, 0), (time(12), time(13)), False, datetime(2026, 11, 25, 13, 0)),
        (datetime(2026, 12, 31, 23, 0), NIGHT, True, datetime(2027, 1, 1, 7, 0)),
        (datetime(2026, 11, 25, 3, 0), None, False, datetime(2026, 11, 25, 3, 0)),
    ],
)
def test_quiet_hours(there: datetime, hours: tuple[time, time] | None, quiet: bool, until: datetime) -> None:
    assert (is_quiet(there, hours), quiet_until(there, hours)) == (quiet, until)
