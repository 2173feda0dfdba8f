"""The addresses of the API: each answers from the served release, or refuses in French."""

import hashlib
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.api import description
from dashboard.api.asked import Asked, Misunderstood, understand
from dashboard.api.representations import CSV, FORMATS, Format, turn_to
from dashboard.api.resources import RESOURCES, Resource
from dashboard.service import access
from dashboard.service.access import Reader, Refused
from dashboard.service.hardening import problem
from dashboard.snapshot import Snapshot

NO_RELEASE = "Aucune version publiée ne peut être ouverte."


def give(request: Request, *, resource: Resource, form: Format) -> Response:
    """A page of a resource: 200, 304 when the reader has it, 400 or 503 with the reason."""
    try:
        release = _open(request)
    except Refused as error:
        return problem(401, str(error))
    if release is None or not release.has(resource.mart):
        return problem(503, NO_RELEASE)
    try:
        asked = understand(request.query_params, resource, release, is_csv=form is CSV)
    except Misunderstood as error:
        return problem(400, str(error))
    if _is_known(request, release):
        return Response(status_code=304, headers=_validators(release))
    page = turn_to(resource, release, asked)
    headers = {"x-total-count": str(page.total), **_links(request, asked, page.total)}
    if form is CSV:
        file = f"tecs-{resource.name}-{release.release_id}.csv"
        headers["content-disposition"] = f'attachment; filename="{file}"'
    return Response(
        form.write(page), media_type=form.media_type, headers=headers | _validators(release)
    )


def describe(request: Request) -> Response:
    """The OpenAPI description of what this reader can ask for."""
    try:
        release = _open(request)
    except Refused as error:
        return problem(401, str(error))
    if release is None:
        return problem(503, NO_RELEASE)
    if _is_known(request, release):
        return Response(status_code=304, headers=_validators(release))
    return JSONResponse(description.describe(release), headers=_validators(release))


def refuse(_: Request) -> Response:
    """An address that is none of ours: not Streamlit's page, which answers all the others."""
    return problem(404, f"Cette adresse n'existe pas ; voir {description.ROOT}/openapi.json.")


def _open(request: Request) -> Snapshot | None:
    """The served release, opened for whom the session's cookie names; anybody without one.

    Raises Refused, and notes it, for a session that is not or no longer ours.
    """
    try:
        return access.choose(access.identify_cookies(request.cookies))
    except Refused as error:
        access.refuse(Reader(), f"api {request.url.path}", str(error))
        raise


def _validators(release: Snapshot) -> dict[str, str]:
    """To be asked again each time, and answered 304 while the release and the reader's role hold.

    The tag is weak: the answer may be compressed.
    """
    said = f"{description.VERSION} {release.release_id} {release.audience}"
    tag = hashlib.sha256(said.encode()).hexdigest()[:16]
    return {"etag": f'W/"{tag}"', "cache-control": "private, no-cache", "vary": "Cookie"}


def _is_known(request: Request, release: Snapshot) -> bool:
    said = request.headers.get("if-none-match", "")
    own = _validators(release)["etag"]
    return own in [tag.strip() for tag in said.split(",")]


def _links(request: Request, asked: Asked, total: int) -> dict[str, str]:
    """The neighbouring pages (RFC 8288), relative to this address."""
    last = max(0, (total - 1) // asked.limit * asked.limit)
    pages = {"first": 0, "last": last}
    if asked.offset > 0:
        pages["prev"] = max(0, asked.offset - asked.limit)
    if asked.offset + asked.limit < total:
        pages["next"] = asked.offset + asked.limit
    said = (f'<{request.url.path}?{asked.query(at)}>; rel="{rel}"' for rel, at in pages.items())
    return {"link": ", ".join(said)}


ROUTES = [
    Route(f"{description.ROOT}/openapi.json", describe),
    *(
        Route(f"{description.ROOT}/{resource.name}{form.suffix}",
              partial(give, resource=resource, form=form), methods=["GET"])
        for resource in RESOURCES
        for form in FORMATS
    ),
    Route("/api/{rest:path}", refuse),
]  # fmt: skip
