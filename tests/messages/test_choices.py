"""Messages on the site, choices per kind, and ending the mails: signed in, or by the link in each of them."""

import pytest
from flask import Flask
from flask_babel import lazy_gettext

from learnhub.messages.choices import person_of_token, refuse_mail, refused_by, unsubscribe_token
from learnhub.messages.kinds import MessageKind, add_message_kind
from learnhub.messages.notices import NewNotice, unread_count, write_notices
from tests.factories import committed
from tests.page import Page
from tests.people import person


@pytest.fixture(autouse=True)
def kinds(app: Flask) -> None:
    for name, label, may_refuse in (("news", "News of courses", True), ("duty", "Duties", False)):
        kind = MessageKind(name, lazy_gettext(label), lazy_gettext(f"About {label}."), may_refuse)
        add_message_kind(app, kind)


def tell(role: str, count: int = 1, address: str = "/courses") -> None:
    who = person(role)
    with committed():
        write_notices(
            [
                NewNotice(who.id, "news", f"test:{who.id}:{number}", f"Sentence {number}.", address, "en")
                for number in range(count)
            ]
        )


def refused(role: str) -> set[str]:
    return {kind for _person_id, kind in refused_by([person(role).id])}


def test_nobody_has_messages_to_begin_with(page: Page) -> None:
    assert "No messages for you yet" in page.sign_in("learner").get("/notices").main.text


def test_the_list_marks_what_is_new_and_opening_it_marks_nothing(app: Flask, page: Page) -> None:
    tell("learner", 2)
    opened = page.sign_in("learner").get("/notices")
    assert opened.h1 == "Messages for you"
    assert opened.main.text.count("New") == 2
    assert unread_count(person("learner").id) == 2


def test_pressing_open_marks_it_read_and_goes_on_to_its_page(app: Flask, page: Page) -> None:
    tell("learner", 2, "/courses?level=awareness")
    page.sign_in("learner").get("/notices")
    opened = page.submit("Open message: Sentence 1.")
    assert opened.path == "/courses?level=awareness"
    assert unread_count(person("learner").id) == 1
    assert page.get("/notices").main.text.count("New") == 1


def test_all_are_marked_as_read_at_once(app: Flask, page: Page) -> None:
    tell("learner", 30)
    page.sign_in("learner").get("/notices")
    assert "30 messages are marked as read." in page.submit("Mark all as read").text
    assert unread_count(person("learner").id) == 0


def test_anothers_message_is_not_there(app: Flask, page: Page) -> None:
    tell("hr")
    page.sign_in("learner")
    page.post("/notices", {"open": "1"}, 404)
    page.post("/notices", {"all": "1"})
    assert unread_count(person("hr").id) == 1
    assert "Sentence" not in page.get("/notices").main.text


def test_the_list_pages_by_key_in_two_statements(app: Flask, page: Page) -> None:
    tell("learner", 30)
    page.sign_in("learner").get("/notices")  # the names in other languages are read once a process
    with page.statements() as counted:
        first = page.get("/notices")
    assert len(counted) == 2, counted
    assert first.main.text.count("Sentence") == 50  # each said twice: as text, and hidden in its button
    assert page.get(first.link("Next page")).main.text.count("Sentence") == 10


def test_a_kind_is_refused_by_mail_and_wanted_again(app: Flask, page: Page) -> None:
    page.sign_in("learner").get("/account/messages")
    page.submit("Save my choices", mail=["news"])
    assert "news" not in refused("learner")
    page.post("/account/messages", {})
    assert "news" in refused("learner")
    page.post("/account/messages", {"mail": ["news"]})
    assert "news" not in refused("learner")


def test_what_may_not_be_refused_is_said_and_not_offered(app: Flask, page: Page) -> None:
    opened = page.sign_in("learner").get("/account/messages")
    assert "Always sent" in opened.main.text
    assert "duty" not in [box.get("value") for box in opened.main.all("input", type="checkbox")]
    page.post("/account/messages", {"mail": ["duty"]}, 400)
    with committed():
        refuse_mail(person("learner").id, {"duty"})  # even if a row says so
    assert "duty" not in refused("learner")


def test_the_account_leads_to_both(page: Page) -> None:
    links = page.sign_in("learner").get("/account").links
    assert {"/notices", "/account/messages"} <= set(links)


def test_the_link_of_a_mail_asks_and_changes_nothing_until_pressed(app: Flask, page: Page) -> None:
    address = f"/unsubscribe/{unsubscribe_token(person('learner').id)}"
    asked = page.get(address)
    assert asked.h1 == "Stop the daily mails?"
    assert refused("learner") == set()
    done = page.submit("Stop the mails")
    assert done.h1 == "You will get no more of these mails"
    assert "Duties" in done.main.text
    assert "news" in refused("learner")
    assert refused("hr") == set()


def test_a_mail_program_ends_them_by_one_post_without_session_or_token(app: Flask) -> None:
    """RFC 8058: the button of the mail program itself; no cookie, no redirect."""
    address = f"/unsubscribe/{unsubscribe_token(person('learner').id)}"
    for _again in range(2):
        answer = app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert "news" in refused("learner")


def test_only_our_own_links_end_anything(app: Flask, page: Page) -> None:
    me = person("learner").id
    token = unsubscribe_token(me)
    payload, _, signature = token.partition(".")
    assert person_of_token(token) == me
    for wrong in ("x", str(me), f"{payload}.", f"{payload}.{signature[:-2]}AA", "a" * 3_000, f"{token}x"):
        assert person_of_token(wrong) is None
        assert app.test_client().post(f"/unsubscribe/{wrong}").status_code in {404, 414}
    assert refused("learner") == set()
