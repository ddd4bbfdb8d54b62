"""What a stranger reads by a link, what its holder chooses, and what programs get of the issuer."""

import json

import pytest
from flask import Flask

from learnhub.badges.models import Award
from learnhub.people.models import Person
from tests import people
from tests.badges.issued import credentials_of, earn, files_of, make_issuer, use
from tests.page import Page


@pytest.fixture
def lena(app: Flask) -> Person:
    make_issuer(app)
    return people.person("learner")


@pytest.fixture
def award(lena: Person) -> Award:
    return earn(lena)


def link_of(award: Award) -> str:
    return f"/credentials/{credentials_of(award)[-1].uuid}"


def test_a_stranger_reads_what_was_earned_and_that_it_is_valid(page: Page, award: Award) -> None:
    link = link_of(award)
    with page.statements() as counted:
        opened = page.get(link)
    assert opened.h1 == "Letters"
    for words in ("This badge is valid", "Earned on", "4 March 2026", "Recorded by LearnHub", "Not said", "Letters"):
        assert words in opened.text
    assert len(counted) == 4, counted  # the credential; checking it, its list; the stamp
    assert opened.headers["X-Robots-Tag"] == "noindex"
    assert opened.html.all("meta", name="robots")


def test_the_page_shows_the_badges_picture(page: Page, award: Award) -> None:
    [picture] = page.get(link_of(award)).main.all("svg")
    assert picture.get("aria-label") == "Badge: Letters"
    assert page.get(link_of(award), headers={"Save-Data": "on"}).main.all("svg") == []


def test_the_page_gives_the_files_that_its_command_names(page: Page, award: Award) -> None:
    opened = page.get(link_of(award))
    assert "flask badges verify badge-letters.json --keys issuer.json --status list.json" in opened.text
    given = {link.get("download"): link.get("href") for link in opened.main.all("a") if link.get("download")}
    assert given == {"issuer.json": "/issuer?as=json", "list.json": "/issuer/status/1"}
    assert json.loads(page.get("/issuer?as=json").body)["id"] == "http://localhost/issuer"
    assert "/issuer?as=json" in page.get("/issuer").links


def test_the_published_keys_are_called_as_proofs_call_them(app: Flask, award: Award) -> None:
    files = files_of(app, credentials_of(award)[-1].uuid)
    names = {key["kid"] for key in files.keys["keys"]}
    assert names == {files.document["proof"]["verificationMethod"], files.header["kid"]}


def test_its_holder_is_named_only_if_they_chose_so(page: Page, lena: Person, award: Award) -> None:
    assert lena.name not in page.get(link_of(award)).text
    page.sign_in("learner").get("/badges/letters/share")
    page.submit("Continue", with_name="y")
    page.submit("Yes, make this link")
    stranger = Page(page.app)
    assert lena.name in stranger.get(link_of(award)).text
    assert lena.email not in stranger.get(link_of(award)).text


@pytest.fixture
def comparable(page: Page, award: Award) -> Award:
    """Its holder lets others compare her address, and not see her name."""
    page.sign_in("learner").get("/badges/letters/share")
    page.submit("Continue", with_email="y")
    page.submit("Yes, make this link")
    return award


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("learner@demo.example", "Yes, it is theirs"),
        (" Learner@Demo.Example ", "Yes, it is theirs"),
        ("outsider@demo.example", "No, not by this address"),
        ("<b>", "No, not by this address"),
    ],
)
def test_a_stranger_asks_whether_it_is_theirs(app: Flask, comparable: Award, asked: str, answer: str) -> None:
    stranger = Page(app)
    stranger.get(link_of(comparable))
    said = stranger.submit("Compare", email=asked)
    assert answer in said.text
    assert ("Yes, it is theirs" in said.text) == answer.startswith("Yes")
    assert "This badge is valid" in said.text


def test_asking_without_an_address_says_what_is_missing(app: Flask, comparable: Award) -> None:
    stranger = Page(app)
    stranger.get(link_of(comparable))
    assert "Enter an e-mail address" in stranger.submit("Compare", 422, email=" ").text


def test_whoever_guesses_is_stopped(app: Flask, comparable: Award) -> None:
    stranger = Page(app)
    stranger.get(link_of(comparable))
    for number in range(20):
        assert "No, not by" in stranger.submit("Compare", email=f"guess{number}@demo.example").text
    refused = stranger.submit("Compare", 429, email="learner@demo.example")
    assert "asked too often" in refused.text
    assert "Yes, it is theirs" not in refused.text
    another = Page(app)
    another.get(link_of(comparable))
    another.submit("Compare", 429, email="learner@demo.example")


def test_nobody_compares_where_its_holder_did_not_choose_so(app: Flask, award: Award) -> None:
    stranger = Page(app)
    opened = stranger.get(link_of(award))
    assert "Is it theirs?" not in opened.text
    stranger.post(link_of(award), {"email": "learner@demo.example"}, 404)


def test_the_page_claims_no_more_than_is_known(page: Page, award: Award) -> None:
    assert "reading and practical tasks are on their word" in page.get(link_of(award)).text


def test_the_holder_is_asked_before_a_link_ends(page: Page, award: Award) -> None:
    before = link_of(award)
    page.sign_in("learner").get("/badges/letters/share")
    asked = page.submit("Continue", with_name="y")
    assert asked.h1 == "Is this what it should say?"
    assert link_of(award) == before
    done = page.submit("Yes, make this link")
    assert "Your badge has a new link" in done.text
    assert link_of(award) != before
    assert "http://localhost" + link_of(award) in done.text


def test_choosing_the_same_again_changes_nothing(page: Page, award: Award) -> None:
    before = link_of(award)
    page.sign_in("learner").get("/badges/letters/share")
    assert "nothing has changed" in page.submit("Continue").text
    assert link_of(award) == before


def test_the_link_can_be_taken_away_and_made_again(page: Page, award: Award) -> None:
    before = link_of(award)
    page.sign_in("learner").get("/badges/letters/share")
    assert page.submit("Take the link away").h1 == "Take the link away?"
    done = page.submit("Yes, take it away")
    assert "no link now" in done.text
    gone = Page(page.app).get(before, 410)
    assert "has taken it away" in gone.text
    assert "Nobody else can see this badge" in page.get("/badges/letters").text
    page.get("/badges/letters/share")
    page.submit("Continue")
    page.submit("Yes, make this link")
    assert Page(page.app).get(link_of(award)).h1 == "Letters"
    assert link_of(award) != before


def test_nobody_shares_what_is_not_theirs(app: Flask, award: Award) -> None:
    before = link_of(award)
    outsider = Page(app).sign_in("outsider")
    outsider.get("/badges/letters/share", 404)
    outsider.post("/badges/letters/share", {"action": "take-away", "confirmed": "1"}, 404)
    nobody = Page(app)
    refused = nobody.post("/badges/letters/share", {"action": "take-away", "confirmed": "1"}, 302)
    assert refused.location.startswith("/sign-in")
    assert link_of(award) == before
    assert Page(app).get(before).h1 == "Letters"


def test_the_owner_finds_the_way_from_the_badge_and_from_the_link(page: Page, award: Award) -> None:
    page.sign_in("learner")
    assert link_of(award) in page.get("/badges/letters").links
    assert "/badges/letters/share" in page.get(link_of(award)).links
    assert "/badges/letters/share" not in Page(page.app).get(link_of(award)).links


def test_each_level_has_a_link_of_its_own(page: Page, lena: Person) -> None:
    from tests.badges.world import log_study, make_badge

    make_badge("study", {"study-hours": "by-level"}, [("first", 1), ("far", 2)])
    log_study(lena, 200)
    page.sign_in("learner")
    first = page.get("/badges/study/share?level=first").main.find("a", text="/credentials/").get("href")
    highest = page.get("/badges/study/share").main.find("a", text="/credentials/").get("href")
    assert first != highest
    assert (page.get(first).h1, page.get(highest).h1) == ("Study: First", "Study: Far")
    page.get("/badges/study/share?level=none-such", 404)


@pytest.mark.parametrize("key", ["nonsense", "00000000-0000-4000-8000-000000000000", "%F0%9F%A6%86", "x" * 300])
def test_an_unknown_address_says_how_to_check_a_file(page: Page, key: str) -> None:
    opened = page.get(f"/credentials/{key}", 404)
    assert opened.h1 == "There is no badge at this address"
    assert "/issuer" in opened.links
    page.get(f"/credentials/{key}.json", 404)


def test_a_form_that_there_is_not(page: Page, award: Award) -> None:
    page.get(f"{link_of(award)}.pdf", 404)


def test_addresses_in_a_credential_lead_somewhere(app: Flask, award: Award) -> None:
    files = files_of(app, credentials_of(award)[-1].uuid)
    subject, stranger = files.document["credentialSubject"], Page(app)
    addresses = [
        files.document["id"],
        files.document["issuer"]["id"],
        files.document["proof"]["verificationMethod"],
        files.document["credentialStatus"]["statusListCredential"],
        files.header["kid"],
        subject["achievement"]["id"],
        subject["achievement"]["image"]["id"],
        subject["achievement"]["alignment"][0]["targetUrl"],
        subject["achievement"]["related"][0]["id"],
    ]
    for address in addresses:
        assert address.startswith("http://localhost/")
        stranger.get(address.removeprefix("http://localhost"))


def test_a_key_is_found_by_what_the_token_calls_it(app: Flask, award: Award) -> None:
    files = files_of(app, credentials_of(award)[-1].uuid)
    key = json.loads(Page(app).get(files.header["kid"].removeprefix("http://localhost")).body)
    assert key in files.keys["keys"]
    assert files.header == {"alg": "RS256", "kid": key["kid"], "typ": "JWT"}
    assert not any(name in text for text in json.dumps(files.keys) for name in ('"d"', '"p"'))


def test_the_issuer_is_a_page_for_people_and_a_document_for_programs(page: Page, award: Award) -> None:
    assert page.get("/issuer").h1 == "The issuer of our badges"
    document = json.loads(page.get("/issuer", headers={"Accept": "*/*"}).body)
    assert document["id"] == "http://localhost/issuer"
    assert len(document["verificationMethod"]) == len(document["assertionMethod"]) == 2
    found = page.get(f"/issuer/achievements/letters/{credentials_of(award)[0].achievement_id}")
    assert found.h1 == "Letters"
    page.get("/issuer/achievements/other/1", 404)
    page.get("/issuer/achievements/letters/1/fr", 404)
    page.get("/issuer/keys/none.json", 404)
    page.get("/issuer/status/99", 404)
    page.get("/issuer/skills")


def test_without_keys_badges_are_awarded_and_pages_say_so(app: Flask, page: Page) -> None:
    use(app, issuer_keys=None, demo=False)
    award = earn(people.person("learner"))
    opened = page.get(link_of(award))
    assert "This badge cannot be signed yet" in opened.text
    assert "no keys yet" in page.get("/issuer").text
    for form in ("json", "jwt", "svg"):
        assert "cannot sign credentials yet" in page.get(f"{link_of(award)}.{form}", 503).text
    page.get("/issuer/status/1", 503)
    assert json.loads(page.get("/issuer/keys.json").body) == {"keys": []}
    said = json.loads(page.open("/readyz").body)["checks"]["issuer keys"]
    assert said == {"usable": True, "signs": False, "why": "LEARNHUB_ISSUER_KEYS is not set"}
    page.sign_in("learner").get("/badges/letters/share")


def test_the_demo_makes_its_own_keys(app: Flask, page: Page) -> None:
    award = earn(people.person("learner"))
    assert "This badge is valid" in page.get(link_of(award)).text
