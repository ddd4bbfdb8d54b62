"""Which skills one word means, for a search: the names of everyday tools, and the words of titles in any language.

Pure. `skill_hints` suggests skills for a text and is careful; whoever types a single word into a search box wants what
is near it: "Excel", "taenlenni", "pivot".
"""

import re
from collections.abc import Callable, Iterable, Mapping

from learnhub.folding import folded

SHORTEST_BEGINNING = 4  # letters: "sgam" finds "sgamiau"
MOST_SKILLS = 3  # a word of the levels that more skills than these know says nothing
# What people call the tools of a skill; a skill that the standard does not have is not found.
TOOLS: Mapping[str, str] = {
    "spreadsheets": "excel calc xls xlsx csv sheet sheets formula formulas formulae lookup vlookup xlookup pivot macro",
    "charts": "chart graph graphs dashboard dashboards powerbi tableau siart graff",
    "shared-documents": "word docx document documents coauthoring dogfen",
    "files-and-storage": "onedrive sharepoint folder folders drive ffolder",
    "calls-and-meetings": "teams zoom webex skype meet call calls video cyfarfod",
    "devices-and-problems": "printer printing laptop phone screen windows keyboard mouse argraffydd gliniadur",
    "protecting-accounts": "password passwords passkey mfa login cyfrinair",
    "recognising-scams": "scam phishing fraud spam gwe-rwydo twyll",
    "personal-data": "gdpr privacy preifatrwydd",
    "accessibility": "wcag screenreader captions subtitles jaws nvda",
    "ai-at-work": "chatgpt copilot gpt llm chatbot claude gemini deallusrwydd",
    "automation": "automate macro macros script scripts python powerautomate",
    "open-data": "csv api",
    "agile-delivery": "scrum kanban sprint",
}
# Also words of every day: whoever says one of them in a sentence need not mean the tool.
_OF_EVERY_DAY = (
    "word document documents sheet sheets formula formulas drive teams meet call calls video zoom phone screen windows "
    "graph graphs chart privacy script scripts macro macros fraud automate captions folder folders"
)
SAID_ANYWAY = frozenset(_OF_EVERY_DAY.split())
_WORD = re.compile(r"[^\W_]{2,}")


class SkillWords:
    """The rule over one edition. `skills`: code → titles in every language, level statements; `stem` cuts a word."""

    def __init__(self, skills: Mapping[str, tuple[list[str], list[str]]], stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._titles = {code: set(_words(titles)) for code, (titles, _levels) in skills.items()}
        self._stems = {code: {stem(word) for word in words} for code, words in self._titles.items()}
        self._levels = {code: {stem(word) for word in _words(levels)} for code, (_titles, levels) in skills.items()}
        self._tools = {code: set(_words([TOOLS.get(code, "")])) for code in skills}

    def named_in(self, text: str, *, surely: bool) -> tuple[str, ...]:
        """The codes of the skills whose tools a text names; `surely`: by a name that means nothing else."""
        said = set(_words([text])) - (SAID_ANYWAY if surely else set())
        return tuple(code for code, tools in self._tools.items() if tools & said)

    def of(self, word: str) -> tuple[str, ...]:
        """The codes of the skills that one word means: its tools and titles first, else the levels that tell."""
        for plain in _words([word]):
            stemmed = self._stem(plain)
            found = [
                code
                for code, titles in self._titles.items()
                if plain in self._tools[code]
                or stemmed in self._stems[code]
                or (len(plain) >= SHORTEST_BEGINNING and any(title.startswith(plain) for title in titles))
            ]
            found = found or [code for code, levels in self._levels.items() if stemmed in levels]
            if len(found) <= MOST_SKILLS:
                return tuple(found)
        return ()


def _words(texts: Iterable[str]) -> Iterable[str]:
    return _WORD.findall(folded(" ".join(texts)))
