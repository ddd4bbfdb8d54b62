"""What people write here in Markdown, made into HTML once, when it is written."""

from learnhub.markup import plain_shape, render


def rendered(text: str) -> str:
    """Clean HTML of a question, an answer or a note. Raises MarkupError."""
    return render(text, shape=plain_shape) if text.strip() else ""
