"""Pages of exports: choose a file, see how many rows it has, download it with its proof."""

import base64
from collections.abc import Iterator
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from learnhub import clock
from learnhub.catalogue.roll import Enrolled, course_roll, in_roll_or_404
from learnhub.exports import proofs
from learnhub.exports.columns import KIND_WORDS
from learnhub.exports.datasets import DATASETS, Dataset
from learnhub.exports.filters import Filters
from learnhub.exports.formats import FORMATS, Format
from learnhub.exports.forms import ExportForm
from learnhub.exports.making import IN_MEMORY, Made, make_file, rows_counted
from learnhub.exports.models import ExportProof
from learnhub.people.reach import Reach, reach_of
from learnhub.permissions import Permission
from learnhub.web import throttle
from learnhub.web.access import needs, visitor
from learnhub.web.access_log import Looked, log_access
from learnhub.web.i18n import language
from learnhub.web.layout import NavigationItem, add_navigation
from learnhub.web.retention import Retention, add_retention

blueprint = Blueprint("exports", __name__)

SENT_AT_ONCE = 1 << 16  # bytes
PROOFS_KEPT = timedelta(days=2192)  # six years: as long as a figure taken from a file may be asked about
DOWNLOADS = throttle.Limit("export", 60, timedelta(hours=1))


def init_app(app: Flask) -> None:
    """Add this room to the app."""
    app.register_blueprint(blueprint)
    add_retention(app, (Retention(ExportProof, ExportProof.finished_at, PROOFS_KEPT),))
    add_navigation(app, NavigationItem(_l("Exports"), "exports.choose_export", 61, (Permission.EXPORT_DATA,)))


@blueprint.get("/exports")
@needs(Permission.EXPORT_DATA)
def choose_export() -> ResponseReturnValue:
    """The form; once something is chosen, how many rows it has and the link that downloads them."""
    reach, course, roll = _asked()
    form = ExportForm(request.args, reach, roll)
    is_asked = "dataset" in request.args
    is_ok = not is_asked or form.validate()
    filters = form.filters(reach, course)
    dataset = DATASETS.get(form.dataset.data or "")
    counted = rows_counted(dataset, filters) if is_asked and is_ok and dataset else None
    page = render_template(
        "exports/choose_export.html",
        form=form,
        problems=form.problems,
        datasets=DATASETS.values(),
        dataset=dataset,
        counted=counted,
        words=filters.words(),
        proofs=proofs.latest_proofs(visitor().person_id),
    )
    return page, 200 if is_ok else 422


@blueprint.get("/exports/<dataset>")
@needs(Permission.EXPORT_DATA)
def show_definitions(dataset: str) -> ResponseReturnValue:
    """What a row is, and every column in words."""
    held = DATASETS.get(dataset) or abort(404)
    return render_template("exports/show_definitions.html", dataset=held, kinds=KIND_WORDS)


@blueprint.get("/exports/<dataset>.<format>")
@needs(Permission.EXPORT_DATA)
def download_export(dataset: str, format: str) -> ResponseReturnValue:
    """The file. Who downloads what is noted before the first byte, what it was when it is whole."""
    held, way = DATASETS.get(dataset) or abort(404), FORMATS.get(format) or abort(404)
    reach, course, roll = _asked()
    form = ExportForm(request.args, reach, roll)
    form.dataset.data = dataset
    if not form.validate():
        abort(400)
    filters = form.filters(reach, course)
    person_id = visitor().person_id
    throttle.check(DOWNLOADS, str(person_id))
    log_access(person_id, Looked.DOWNLOADED_EXPORT, dataset=dataset, format=format, filters=filters.words())
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed when it has been sent, or not
    try:
        made = make_file(held, way, filters, file)
        proof_id = proofs.keep_proof(person_id, dataset, format, filters, made)
    except BaseException:
        file.close()
        raise
    return _sent(file, dataset=held, way=way, filters=filters, made=made, proof_id=proof_id)


@blueprint.get("/exports/proofs/<int:proof_id>.json")
@needs(Permission.EXPORT_DATA)
def show_proof(proof_id: int) -> ResponseReturnValue:
    """What one of the visitor's own files was."""
    proof = proofs.proof_or_404(visitor().person_id, proof_id)
    return proofs.as_json(proof.dataset, proof.format, proof.filters, proof, _definitions(proof.dataset))


def _asked() -> tuple[Reach, Enrolled | None, tuple[Enrolled, ...]]:
    """The department and the course of the address, found within the visitor's reach."""
    reach = reach_of(visitor().scopes(Permission.EXPORT_DATA), request.args.get("department"), language())
    roll = course_roll(language())
    return reach, in_roll_or_404(roll, request.args.get("course")), roll


def _sent(file: IO[bytes], *, dataset: Dataset, way: Format, filters: Filters, made: Made, proof_id: int) -> Response:
    """The response: everything that lets its reader tell a whole file from a cut one."""
    parts = [dataset.name, filters.department, clock.day_of(made.as_at).isoformat()]
    name = "-".join(part for part in parts if part)
    response = Response(_read(file), mimetype=way.mimetype)
    response.call_on_close(file.close)
    response.headers.update(
        {
            "Content-Length": str(made.size),
            "Content-Disposition": f'attachment; filename="{name}.{way.suffix}"',
            "Repr-Digest": f"sha-256=:{base64.b64encode(made.sha256).decode()}:",  # RFC 9530
            "X-LearnHub-Rows": str(made.rows),
            "X-LearnHub-As-At": proofs.rfc3339(made.as_at),
            "X-LearnHub-Cursor": str(made.cursor),
            "X-LearnHub-Definitions": _definitions(dataset.name),
            "Link": f'<{url_for("exports.show_proof", proof_id=proof_id)}>; rel="describedby"; type="application/json"',
            # A proxy that squeezed or kept it would break the checksum, or hand it to somebody else.
            "Cache-Control": "private, no-store, no-transform",
        }
    )
    return response


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    with file:
        while piece := file.read(SENT_AT_ONCE):
            yield piece


def _definitions(dataset: str) -> str:
    base: str = current_app.extensions["learnhub.settings"].base_url
    return base + url_for("exports.show_definitions", dataset=dataset)
