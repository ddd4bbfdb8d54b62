"""Where links and pictures of a course lead."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from learnhub.catalogue.fields import is_https, suggestion
from learnhub.catalogue.library import Outline
from learnhub.catalogue.media import NAME, Media

Complain = Callable[[str, str], None]
_MAIL = re.compile(r"^mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$")


def media_address(course: str, name: str, content_hash: str) -> str:
    """The address of a course's file, changing with its content so that a browser may keep it for ever."""
    return f"/courses/{course}/media/{name}?v={content_hash[:8]}"


@dataclass(slots=True)
class Addresses:
    """Resolves the addresses of one file; `ids` are the headings on its page that may be linked to."""

    course: str
    outline: Outline
    media: dict[str, Media]
    language: str = "en"
    ids: set[str] = field(default_factory=set)

    def of_link(self, href: str, complain: Complain) -> str:
        """The address to write, or nothing (and a complaint)."""
        if href.startswith("#"):
            if href[1:] not in self.ids:
                complain(f"Nothing on this page has the id “{href[1:41]}”", "Give a heading {#id}, or mend the link.")
            return href
        if re.match(r"^[a-zA-Z][a-zA-Z0-9+.-]*:", href) or href.startswith("//"):
            if is_https(href) or _MAIL.match(href):
                return href
            complain(f"“{href[:60]}” is not an https address", "Only https addresses (and mailto:) are allowed.")
            return ""
        if href.startswith("media/"):
            found = self._media(href)
            if found is None:
                complain(f"There is no file “{href[:60]}”", "Put it into the course's media folder, or mend the name.")
            return media_address(self.course, *found) if found else ""
        return self._module(href, complain)

    def of_picture(self, src: str, complain: Complain) -> tuple[str, Media] | None:
        """Address and file of a picture, or None (and a complaint)."""
        found = self._media(src)
        if found is None:
            complain(
                f"There is no picture “{src[:60]}”", "Pictures are files in the course's media folder: media/name.svg."
            )
            return None
        media = self._file(found[0])
        if not media.is_picture:
            complain(f"“{src[:60]}” is not a picture", "Use svg, png, jpg or webp.")
            return None
        return media_address(self.course, *found), media

    def media_name(self, path: str) -> str | None:
        """The key of a `media/…` path among the course's files: the Welsh one where there is one."""
        found = self._media(path)
        return found[0] if found else None

    def _file(self, name: str) -> Media:
        return self.media[name]

    def _media(self, path: str) -> tuple[str, str] | None:
        name = path.removeprefix("media/")
        if not path.startswith("media/") or not NAME.match(name):
            return None
        for key in (f"{self.language}-{name}", name) if self.language != "en" else (name,):
            if key in self.media:
                return key, self.media[key].hash
        return None

    def _module(self, href: str, complain: Complain) -> str:
        parts = href.removeprefix("../").split("/")
        courses = self.outline.modules
        if not href.startswith("../"):
            course, rest = self.course, parts
        else:
            course, rest = parts[0], parts[1:]
        if course not in courses:
            complain(f"There is no course “{course[:60]}”", suggestion(course, courses))
            return ""
        if not rest:
            return f"/courses/{course}"
        if len(rest) == 1 and rest[0] in courses[course]:
            return f"/courses/{course}/{rest[0]}"
        mend = "To a module of this course write its slug, to another course ../course or ../course/module."
        complain(f"“{href[:60]}” leads nowhere", suggestion(rest[0], courses[course]) if len(rest) == 1 else mend)
        return ""
