"""What must be true of every page that LearnHub sends. `problems(page)` names what is not."""

from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from learnhub.web.headers import stylesheet
from tests.html import Element

Check = Callable[[Element], Iterator[str]]

COLD_LIMIT = 14_600  # bytes: ten TCP segments, one round trip
SERVER_HEADERS = 80  # bytes: what the real server adds (date, server, content-length)
UNTYPED = {"hidden", "submit", "button", "image", "reset"}
POINTERS = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-details", "headers", "for", "list")


def problems(root: Element) -> list[str]:
    """Everything wrong with a page, in words; empty when it is clean."""
    return [problem for check in CHECKS for problem in check(root)]


def has_a_title(root: Element) -> Iterator[str]:
    titles = [title for title in root.all("title") if not any(above.tag == "svg" for above in title.ancestors())]
    if len(titles) != 1:
        yield f"{len(titles)} titles"
    elif not titles[0].text.endswith(" – LearnHub") or titles[0].text.startswith(("–", "Error: –")):
        yield f"title is {titles[0].text!r}, not “what this page is – LearnHub”"


def has_a_language(root: Element) -> Iterator[str]:
    if root.find("html").get("lang") not in {"en", "cy"}:
        yield "html has no lang of ours"


def has_headings_in_order(root: Element) -> Iterator[str]:
    headings = root.all("h1", "h2", "h3", "h4", "h5", "h6")
    if sum(heading.tag == "h1" for heading in headings) != 1:
        yield f"{sum(heading.tag == 'h1' for heading in headings)} h1"
    before = 1
    for heading in headings:
        level = int(heading.tag[1])
        if level > before + 1:
            yield f"heading {heading.text!r} skips from h{before} to h{level}"
        if not heading.text:
            yield f"an empty {heading.tag}"
        before = level


def has_unique_ids(root: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in root.walk() if element.has("id"))
    yield from (f"id {name!r} is there {times} times" for name, times in counted.items() if times > 1)
    if "" in counted:
        yield "an empty id"


def points_at_what_is_there(root: Element) -> Iterator[str]:
    ids = {element.get("id") for element in root.walk()}
    for element in root.walk():
        for name in POINTERS:
            for target in element.get(name).split():
                if target not in ids:
                    yield f'<{element.tag} {name}="{target}"> points at nothing'
        address = element.get("href")
        if element.tag == "a" and address.startswith("#") and address[1:] not in ids:
            yield f"link {address!r} leads nowhere on this page"


def labels_its_fields(root: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in root.all("label") if label.text}
    for control in root.all("input", "select", "textarea"):
        if control.tag == "input" and control.get("type", "text") in UNTYPED:
            continue
        wrapped = any(above.tag == "label" and above.text for above in control.ancestors())
        if not (
            control.get("id") in labelled or wrapped or control.get("aria-label") or control.get("aria-labelledby")
        ):
            yield f"<{control.tag} name={control.get('name')!r}> has no label"
    for button in root.all("button"):
        if not button.text and not button.get("aria-label"):
            yield "a button without words"
    for group in root.all("fieldset"):
        if not group.all("legend") or not group.find("legend").text:
            yield "a fieldset without a legend"


def sends_forms_to_us(root: Element) -> Iterator[str]:
    for form in root.all("form"):
        action = form.get("action")
        if action and not is_ours(action):
            yield f"form action {action!r} is not ours"
        method = form.get("method", "get").lower()
        tokens = [field.get("value") for field in form.all("input", name="csrf_token")]
        if method == "post" and (len(tokens) != 1 or not tokens[0]):
            yield f"POST form to {action!r} carries {len(tokens)} tokens"
        if method == "get" and tokens:
            yield f"GET form to {action!r} would put its token in the address"
        if not form.all("button") and not form.all("input", type="submit"):
            yield f"form to {action!r} has no button"
        if any(above.tag == "form" for above in form.ancestors()):
            yield "a form within a form"


def has_no_script_or_inline_style(root: Element) -> Iterator[str]:
    for element in root.walk():
        if element.tag in {"script", "iframe", "object", "embed"}:
            yield f"<{element.tag}>"
        if element.tag == "style" and "".join(str(child) for child in element.children) != stylesheet.text:
            yield "a <style> that is not the stylesheet"
        for name in element.attributes:
            if name == "style" or name.startswith("on"):
                yield f"<{element.tag} {name}=…>: the policy forbids it"
        if element.get("href").strip().lower().startswith(("javascript:", "data:")):
            yield f"link to {element.get('href')!r}"


def loads_only_what_is_ours(root: Element) -> Iterator[str]:
    for element in root.walk():
        names = ["src", "srcset", "poster", "data"] + (["href"] if element.tag in {"link", "image", "use"} else [])
        for name in names:
            if element.has(name) and not is_ours(element.get(name)):
                yield f"<{element.tag} {name}={element.get(name)!r}> is not ours"


def describes_its_pictures(root: Element) -> Iterator[str]:
    for picture in root.all("img"):
        if not picture.has("alt"):
            yield f"picture {picture.get('src')!r} has no alt"
        if not (picture.has("width") and picture.has("height")):
            yield f"picture {picture.get('src')!r} has no size"


def heads_its_tables(root: Element) -> Iterator[str]:
    for table in root.all("table"):
        if not (table.all("caption") or table.get("aria-label") or table.get("aria-labelledby")):
            yield "a table without a caption"
        for heading in table.all("th"):
            if heading.get("scope") not in {"col", "row", "colgroup", "rowgroup"}:
                yield f"table heading {heading.text!r} has no scope"


def names_its_links(root: Element) -> Iterator[str]:
    for link in root.all("a"):
        pictures = [picture.get("alt") for picture in link.all("img")]
        if link.has("href") and not (link.text or link.get("aria-label") or any(pictures)):
            yield f"link to {link.get('href')!r} has no words"
        if link.text.strip().lower() in {"click here", "here", "more", "link", "read more"}:
            yield f"link {link.text!r} does not say where it leads"
    for region in root.all("nav"):
        if len(root.all("nav")) > 1 and not (region.get("aria-label") or region.get("aria-labelledby")):
            yield "one of several nav has no name"


def is_ours(address: str) -> bool:
    """Whether an address stays on this site."""
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and not address.startswith(("//", "/\\"))


CHECKS: tuple[Check, ...] = (
    has_a_title,
    has_a_language,
    has_headings_in_order,
    has_unique_ids,
    points_at_what_is_there,
    labels_its_fields,
    sends_forms_to_us,
    has_no_script_or_inline_style,
    loads_only_what_is_ours,
    describes_its_pictures,
    heads_its_tables,
    names_its_links,
)
