"""What a page weighs and how hard it is to read."""

import re

import brotli

LARGEST_PAGE = 14_600  # bytes on the wire: ten TCP segments, one round trip (FIGURES)
LAYOUT = 6_500  # of which the style, the headers and everything around the text
LARGEST_TEXT = LARGEST_PAGE - LAYOUT
MOST_WORDS = 1_500
_TAG = re.compile(r"<[^>]*>")
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+", re.I)
_WORD = re.compile(r"[A-Za-zÀ-ÿŵŷŴŶ]+(?:['’][A-Za-z]+)?")


def compressed(html: str) -> int:
    """Bytes of a text as the wire carries it (brotli 5)."""
    return len(brotli.compress(html.encode(), quality=5))


def without_tags(html: str) -> str:
    """The words of our own clean HTML, blocks set apart by a space."""
    text = re.sub(r"</?(?:b|em|strong|i|a|code|dfn|sub|sup|small)(?:\s[^>]*)?>", "", html)
    text = _TAG.sub(" ", text)
    for entity, character in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ):
        text = text.replace(entity, character)
    return " ".join(text.split())


def reading_grade(html: str) -> float:
    """Flesch-Kincaid grade: the school year (US) that reads this with ease; for English. 0 for no text."""
    text = re.sub(r"<(table|h\d|summary)\b.*?</\1>", " ", html, flags=re.S)  # prose alone: a cell is no sentence
    text = without_tags(re.sub(r"(?<![.!?:])</(?:p|li)>", ". ", text))
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, sum(1 for part in _SENTENCE.split(text) if _WORD.search(part)))
    syllables = sum(_syllables(word) for word in words)
    return round(max(0.0, 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59), 1)


def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    if word.lower().endswith("e") and not word.lower().endswith("le") and count > 1:
        count -= 1
    return max(1, count)
