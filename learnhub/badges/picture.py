"""A badge's picture, drawn from its own data: a shape for the area of its skills, a ring for each level, its initials.

One colour, that of the text around it: so it holds in the dark scheme, in forced colours and on paper. The name is
always text beside it or its label. Under 1,500 bytes.
"""

from dataclasses import dataclass

from markupsafe import escape

INK = "#0b3c49"  # the brand colour, for a picture that stands by itself
# What is drawn around the initials, on a square of 96: the area of the skills standard.
SHAPES: dict[str, str] = {
    "using": "M16 14h64a8 8 0 0 1 8 8v44a8 8 0 0 1-8 8H58l5 10H33l5-10H16a8 8 0 0 1-8-8V22a8 8 0 0 1 8-8z",
    "safe": "M48 6l36 12v28c0 22-14 36-36 44C26 82 12 68 12 46V18z",
    "communicating": "M18 10h60q10 0 10 10v44q0 10-10 10H46L26 90V74h-8q-10 0-10-10V20q0-10 10-10z",
    "data": "M8 88V28h20V18h20V8h20v10h20v70z",
    "services": "M48 5l37 21v43L48 91 11 69V26z",
    "technology": "M30 8h36l22 22v36L66 88H30L8 66V30z",
}
ROUND = "M48 6a42 42 0 1 1 0 84 42 42 0 0 1 0-84z"  # no skill, or one of an area not drawn here
WAY = "M6 20h56l28 28-28 28H6l16-28z"  # a pathway points on
CENTRES = {"using": 46, "communicating": 44, "data": 60}  # how far down the initials stand, where not in the middle
MOST_INITIALS = 2
SMALL_WORDS = frozenset(
    "a an and at for from in is of on or the to with your a'r ac ar gan gyda i i'r neu o o'r y yn yr".split(" ")  # noqa: SIM905 -- reads as words
)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture shows. `shape`: a key of SHAPES, "way" or "". `rank`: the level, from 1; 0 without levels.

    `label` is in `language`, the whole of it: no part of an attribute can say that it is in another one.
    """

    label: str
    initials: str
    shape: str = ""
    rank: int = 0
    earned: bool = True
    labelled: bool = False
    language: str = "en"

    def __html__(self) -> str:
        """As it stands in a page: beside its name hidden from those who have the name read to them, else labelled."""
        said = (
            f'role="img" aria-label="{escape(self.label)}" lang="{self.language}"'
            if self.labelled
            else 'aria-hidden="true"'
        )
        size = 128 if self.labelled else 72
        return f'<svg width="{size}" height="{size}" viewBox="0 0 96 96" {said}>{self._inside()}</svg>'

    @property
    def file(self) -> str:
        """As a file of its own: with a title, on white, in our colour."""
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="0 0 96 96" role="img" '
            f'aria-label="{escape(self.label)}" lang="{self.language}" color="{INK}">'
            f"<title>{escape(self.label)}</title>"
            f'<rect width="96" height="96" fill="#fff"/>{self._inside()}</svg>'
        )

    def _inside(self) -> str:
        """The outline (dashed while it is not earned), a ring inside it for each level, the initials."""
        path = WAY if self.shape == "way" else SHAPES.get(self.shape, ROUND)
        dashes = "" if self.earned else ' stroke-dasharray="7 5"'
        y = CENTRES.get(self.shape, 48)
        drawn = [f'<path d="{path}" stroke-width="4"{dashes}/>']
        drawn += [f'<circle cx="48" cy="{y}" r="{27 - 3 * ring}"/>' for ring in range(self.rank)]
        return (
            f'<g fill="none" stroke="currentColor" stroke-width="2">{"".join(drawn)}</g>'
            f'<text x="48" y="{y + 8}" text-anchor="middle" font-family="sans-serif" font-weight="700" '
            f'font-size="{24 if self.rank < 3 else 18}" fill="currentColor">{escape(self.initials)}</text>'
        )


def initials_of(title: str) -> str:
    """The first letters of the words that say something: "Staying safe online" is "SS"."""
    words = [word.strip("“”\"'(),:;.") for word in title.split()]
    telling = [word for word in words if word and word.lower() not in SMALL_WORDS] or [word for word in words if word]
    return "".join(word[0].upper() for word in telling[:MOST_INITIALS])
