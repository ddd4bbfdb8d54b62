"""A person who has a keyboard and no mouse: Tab, Space, Enter, arrows. Every stop must show that it has the focus."""

from dataclasses import dataclass

from playwright.sync_api import Page

from learnhub.catalogue.structures import QuestionKind
from tests.journeys.answers import Key, question_called, sides, ticks, typed

MOST_STOPS = 80
THINNEST = 3  # px, of the ring: what LOOK.md calls thick

_STOP = """
() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const words = of => (of?.innerText || '').split(/\\s+/).join(' ').trim();
  const ring = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  return {
    tag: e.tagName.toLowerCase(), type: e.type || '', name: words(e.labels?.[0]) || words(e),
    legend: words(e.closest('fieldset')?.querySelector('legend')),
    chosen: e.tagName === 'SELECT' ? words(e.selectedOptions[0]) : '',
    rings: ring, onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
"""


@dataclass(frozen=True, slots=True)
class Stop:
    """What has the focus."""

    tag: str
    type: str
    name: str
    legend: str
    chosen: str
    rings: float
    onScreen: bool  # as the page says it


class Keys:
    """Presses keys on a page, and looks where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def here(self) -> Stop:
        """The stop one is on. Fails when nothing shows it."""
        stop = Stop(**self.page.evaluate(_STOP))
        assert stop.rings >= THINNEST, f"the focus does not show on {stop} of {self.page.url}"
        assert stop.onScreen, f"the focus is off the screen on {stop} of {self.page.url}"
        return stop

    def tab(self) -> Stop:
        """One stop on."""
        self.press("Tab")
        return self.here()

    def tab_to(self, name: str, tag: str = "") -> Stop:
        """On to the stop with this name."""
        for _ in range(MOST_STOPS):
            stop = self.tab()
            if stop.name == name and tag in {"", stop.tag}:
                return stop
        raise AssertionError(f"Tab never reaches {name!r} on {self.page.url}")

    def follow(self, name: str) -> None:
        """On to a link, and Enter."""
        self.tab_to(name, "a")
        with self.page.expect_navigation():
            self.press("Enter")

    def push(self, name: str, key: str = "Enter") -> None:
        """On to a button, and press it."""
        self.tab_to(name, "button")
        with self.page.expect_navigation():
            self.press(key)


def answer_by_keyboard(keys: Keys, key: Key) -> None:
    """Answer the questions from where one is, rightly, until the button that hands in has the focus."""
    for _ in range(MOST_STOPS):
        stop = keys.tab()
        if stop.tag == "button" and stop.name == "Hand in":
            return
        if not stop.legend:
            continue
        question = question_called(stop.legend, key)
        if question.kind in {QuestionKind.TYPED, QuestionKind.NUMBER}:
            keys.type(typed(question, rightly=True))
        elif stop.tag == "select":
            _choose(keys, sides(question, rightly=True)[stop.name])
        elif stop.type == "checkbox":
            if stop.name in ticks(question, rightly=True):
                keys.press("Space")
        else:
            _pick(keys, ticks(question, rightly=True))
    raise AssertionError("the button that hands in is never reached")


def _pick(keys: Keys, right: set[str]) -> None:
    """One of a group of radios: Space takes the first, arrows go on and take."""
    keys.press("Space")
    for _ in range(10):
        if keys.here().name in right:
            return
        keys.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {right}")


def _choose(keys: Keys, label: str) -> None:
    """An option of a list that stays shut: arrows go through them."""
    for _ in range(10):
        if keys.here().chosen == label:
            return
        keys.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {label}")
