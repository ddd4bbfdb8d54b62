"""Which pages there are: found by following every link, as each of the cast. No list that can be forgotten."""

import re
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookiejar import Cookie, CookieJar
from urllib.parse import urlencode, urljoin, urlsplit
from zoneinfo import ZoneInfo

from werkzeug.routing import Map, Rule

from tests.browser.server import PASSWORD, ROLES
from tests.html import Element, read
from tests.page import filled_in

PER_ROUTE = 6  # pages of one route are alike: this many a role are opened. The modules of a course are of several kinds
EVERY_COURSE = 1_000
MORE = {"/events/<int:event_id>": 20}  # before, on and after its day; with and without teams
CHECK = "/courses/digital-skills-where-to-start/check-what-you-know"
# Pages that one comes to by a form, by a mail, or when something has been done.
NOT_LINKED = (
    "/sign-out",
    "/password/sent",
    "/people?q=hr%40demo.example",
    f"{CHECK}/result/1",
    "/courses/digital-skills-where-to-start/certificate",
    "/courses/digital-skills-where-to-start/feedback",
    "/courses/digital-skills-where-to-start/feedback/later",
    "/events/1/sign-up",
    "/pulse",
    "/questions/new?title=How+do+I+share+a+spreadsheet",
    "/questions?q=spreadsheet",
)
VISITOR = ""  # nobody is signed in


@dataclass(frozen=True, slots=True)
class Found:
    """A page that somebody can open, or a file."""

    role: str
    path: str
    route: str
    is_file: bool = False

    def __str__(self) -> str:
        return f"{self.role or 'visitor'} {self.path}"


class Session:
    """A plain visitor over HTTP: cookies, and nothing else of a browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, type and text of what is at an address (redirects followed)."""
        return self._open(urllib.request.Request(urljoin(self.address, path)))

    def press(self, path: str, button: str, **fields: object) -> tuple[int, str, str]:
        """Fill in and send the form of a page that has this button; what that leads to."""
        _, _, text = self.get(path)
        for form in read(text).all("form"):
            for pressed in form.all("button", text=button):
                data = filled_in(form, pressed, {**anything(form), **fields})
                target = urljoin(self.address, form.get("action") or path)
                return self._open(urllib.request.Request(target, data=urlencode(list(data.items(multi=True))).encode()))
        raise RuntimeError(f"{path} has no button {button!r}")

    def sign_in(self, role: str) -> "Session":
        """Become one of the cast."""
        status, _, answer = self.press("/sign-in", "Sign in", email=f"{role}@demo.example", password=PASSWORD)
        if status != 200 or "/sign-out" not in answer:
            raise RuntimeError(f"{role} could not sign in: {status}\n{answer[:2000]}")
        return self

    def state(self) -> dict[str, object]:
        """The cookies, as Playwright takes them; without the one that says the stylesheet is there."""
        return {"cookies": [_cookie(cookie) for cookie in self.jar if cookie.name != "style"], "origins": []}

    def _open(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=20) as response:
                kind = response.headers.get_content_type()
                body: bytes = response.read()
                return response.status, kind, body.decode() if kind == "text/html" or body.startswith(b"{") else ""
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get_content_type(), error.read().decode(errors="replace")


def _cookie(cookie: Cookie) -> dict[str, object]:
    return {
        "name": cookie.name,
        "value": cookie.value or "",
        "domain": "127.0.0.1",
        "path": cookie.path,
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }


def anything(form: Element) -> dict[str, str]:
    """An answer to everything a form asks: the first choice, the last option, a one."""
    answers: dict[str, str] = {}
    for control in form.all("input", "select", "textarea"):
        name, kind = control.get("name"), control.get("type", "text")
        if control.tag == "select":
            option = control.all("option")[-1]
            answers[name] = option.get("value", option.text)
        elif kind in {"radio", "checkbox"}:
            answers.setdefault(name, control.get("value"))
        elif kind not in {"hidden", "submit"}:
            answers[name] = "1"
    return answers


def leave_traces(sessions: dict[str, Session]) -> None:
    """What some pages need in order to be there: a check handed in, study logged, a mail written."""
    sessions["learner"].press(CHECK, "Hand in")
    nothing = dict.fromkeys(("on_day", "link", "evidence_link"), "")
    sessions["learner"].press("/study/new", "Log this", title="Podcast: how scams work", minutes="45", **nothing)
    sessions[VISITOR].press("/password/forgotten", "Send me a link", email="learner@demo.example")
    hold_an_event(sessions["learner"], sessions["outsider"])
    help_each_other(sessions["learner"], sessions["ambassador"])
    sessions["lead"].press("/notices", "Mark all as read")  # one of them leads to an application


def hold_an_event(organiser: Session, guest: Session) -> None:
    """An event that begins in a while, so that one can already check in; somebody goes to it."""
    starts = datetime.now(ZoneInfo("Europe/London")) + timedelta(minutes=40)
    ends = starts + timedelta(hours=1)
    when = {"starts_on": f"{starts:%Y-%m-%d}", "starts_at": f"{starts:%H:%M}", "ends_on": f"{ends:%Y-%m-%d}",
            "ends_at": f"{ends:%H:%M}", "closes_on": "", "zone": "Europe/London", "break_minutes": ""}  # fmt: skip
    where = {"place": "Room 4", "remote_link": "https://meet.example/j/1", "region": "", "audience": "everybody"}
    _, _, text = organiser.press("/events/new", "See how it will look", **when, **where)
    path = next(link for link in _links(text, "/") if link.endswith("/change")).removesuffix("/change")
    organiser.press(path, "Publish the event")
    guest.press(path, "Sign up")


def help_each_other(asker: Session, helper: Session) -> None:
    """A clinic of today that shows its code; a question, an answer and a note that can still be changed."""
    said = {"title": "May I rename a folder?", "text": "Three teams use it.", "language": "en"}
    _, _, text = asker.press("/questions/new?title=folder", "Post my question", **said)
    path = next(link for link in _links(text, "/") if link.endswith("/change")).removesuffix("/change")
    helper.press(path, "Post my answer")
    today = f"{datetime.now(ZoneInfo('Europe/London')):%Y-%m-%d}"
    helper.press("/support/new", "Log it", kind="clinic", people="", on_day=today, starts="", minutes="45")
    helper.press("/notes/new", "Send it to be read", title="A box for questions", language="en")


def crawl(session: Session, role: str, routes: Map, per_route: int) -> Iterator[Found]:
    """Every page and file that one reaches by links, at most `per_route` of each route."""
    adapter = routes.bind("127.0.0.1")
    start = ("/", "/home", "/styleguide", *NOT_LINKED)
    waiting, seen, opened = deque(start), set(start), dict[str, int]()
    while waiting:
        path = waiting.popleft()
        rule = _rule_of(adapter.match, path)
        is_of_a_course = (rule or "").endswith(("<course>", "<module>"))
        limit = per_route if is_of_a_course else MORE.get(rule or "", min(per_route, PER_ROUTE))
        if rule is None or opened.get(rule, 0) >= limit:
            continue
        status, kind, text = session.get(path)
        if status in {403, 404, 410}:
            continue
        if status != 200:
            raise RuntimeError(f"{role or 'visitor'}: {path} answered {status}")
        opened[rule] = opened.get(rule, 0) + 1
        yield Found(role, path, rule, is_file=kind != "text/html")
        for link in _links(text, path):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def _rule_of(match: object, path: str) -> str | None:
    try:
        rule, _ = match(urlsplit(path).path, method="GET", return_rule=True)
    except Exception:  # werkzeug's NotFound, RequestRedirect and their kin: not a page
        return None
    assert isinstance(rule, Rule)
    return rule.rule


def _links(text: str, base: str) -> list[str]:
    if text.startswith("{"):
        return [urlsplit(address).path for address in re.findall(r'"(http://127\.0\.0\.1:[^"#]+)', text)]
    leads = (element.get("href") or element.get("src") for element in read(text).all("a", "link", "img"))
    addresses = (urljoin(base, lead) for lead in leads if lead)
    return [re.sub(r"#.*", "", address) for address in addresses if address.startswith("/")]


def everything(address: str, routes: Map, per_route: int = PER_ROUTE) -> tuple[list[Found], dict[str, Session]]:
    """Every page of every role and of nobody, and the sessions that found them. The learner sees all courses."""
    sessions = {role: Session(address).sign_in(role) for role in ROLES} | {VISITOR: Session(address)}
    leave_traces(sessions)
    limits = dict.fromkeys(sessions, per_route) | {"learner": EVERY_COURSE}
    return [page for role in sessions for page in crawl(sessions[role], role, routes, limits[role])], sessions


def one_of_each(pages: list[Found]) -> list[Found]:
    """Each route twice (a module's: PER_ROUTE times) by whoever sees it first, whole lists before filtered ones."""
    kept: dict[str, Found] = {}
    counted: dict[str, int] = {}
    for page in sorted((page for page in pages if not page.is_file), key=lambda page: "?" in page.path):
        limit = PER_ROUTE if "<module>" in page.route else 2
        if counted.get(page.route, 0) < limit and page.path not in kept:
            counted[page.route] = counted.get(page.route, 0) + 1
            kept[page.path] = page
    return list(kept.values())
