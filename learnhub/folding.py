"""Texts as a search or a comparison takes them: without capitals and accents."""

import unicodedata


def folded(text: str) -> str:
    """In small letters, without accents and the like: "sian" is what Siân comes to."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
