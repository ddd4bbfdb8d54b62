"""Welsh initial mutations: which words of the dictionary a word on the page may be.

Soft, nasal and aspirate mutation, and h before a vowel: "brofiad", "mhrofiad" and "phrofiad" are all "profiad".
"""

from functools import lru_cache

# Mutated beginning → beginnings it may come from, longest first.
_SOURCES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ngh", ("c",)),
    ("mh", ("p",)),
    ("nh", ("t",)),
    ("ng", ("g",)),
    ("ph", ("p",)),
    ("th", ("t",)),
    ("ch", ("c",)),
    ("dd", ("d",)),
    ("b", ("p",)),
    ("d", ("t",)),
    ("g", ("c",)),
    ("f", ("b", "m")),
    ("l", ("ll", "gl")),
    ("r", ("rh", "gr")),
    ("m", ("b",)),
    ("n", ("d", "gn")),
    ("w", ("gw",)),
)
_VOWELS = "aeiouwy"
SHORTEST = 3  # letters; in shorter words too much would be the same


@lru_cache(maxsize=50_000)
def radicals(word: str) -> frozenset[str]:
    """The word itself and what it may be before mutation. Expects lower case without diacritics."""
    found = {word}
    if len(word) < SHORTEST:
        return frozenset(found)
    for beginning, sources in _SOURCES:
        if word.startswith(beginning) and not (len(beginning) == 1 and word.startswith(("ll", "ff", "rh"))):
            found.update(source + word[len(beginning) :] for source in sources)
            break
    if word[0] in _VOWELS:
        found.add("g" + word)  # a g that the soft mutation dropped: ardd, gardd
    if word[0] == "h" and word[1] in _VOWELS:
        found.add(word[1:])  # ei hysgol, ysgol
    return frozenset(found)
