"""For whoever runs the service: is it alive, is it ready, how does it fare."""

from collections.abc import Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import queries, snapshot
from dashboard.service import condition
from dashboard.service.hardening import problem


def healthz(_: Request) -> Response:
    """The process answers; says nothing of the data."""
    return JSONResponse({"status": "ok"})


def readyz(_: Request) -> Response:
    """A release can be opened and read: 200 and its id; else 503."""
    release = snapshot.current()
    if release is None:
        return problem(503, "Aucune version publiée ne peut être ouverte.")
    queries.department(release)
    return JSONResponse({"status": "ok", "release": release.release_id})


def metrics(_: Request) -> Response:
    """The state of the service in Prometheus' text format; no figure of the survey."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


class Served(Collector):
    """The served release and the last run, read when asked; absent when not known."""

    def collect(self) -> Iterator[Metric]:
        """Yield what is known now."""
        run = condition.last_run()
        if run:
            at = run["at"].timestamp()
            yield _gauge("last_run_timestamp_seconds", "Fin de la dernière exécution", at)
            yield _gauge("last_run_success", "1 : elle a publié ; 0 : échec", not run["problems"])
            yield _gauge("last_run_problems", "Problèmes qu'elle a signalés", run["problems"])
        release = snapshot.current()
        yield _gauge("release_available", "1 : une version peut être ouverte", bool(release))
        if release is None:
            return
        now = datetime.now(UTC)
        age = now - datetime.fromisoformat(release.manifest["created_at"])
        sources = release.manifest["sources"]
        rejected = sum(source["rows_rejected"] or 0 for source in sources)
        late = condition.overdue(release, now.date())
        fallback = release.notice is not None
        yield InfoMetricFamily("tecs_release", "Version servie", {"id": release.release_id})
        yield _gauge("release_age_seconds", "Âge de la version servie", age.total_seconds())
        yield _gauge("release_fallback", "1 : la version demandée est abîmée", fallback)
        yield _gauge("rows_rejected", "Lignes rejetées ou hors territoire", rejected)
        yield _gauge("sources_overdue", "Sources non renouvelées à la date promise", len(late))


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(f"tecs_{name}", meaning, value)


REGISTRY = CollectorRegistry()
REGISTRY.register(Served())
ProcessCollector(registry=REGISTRY)  # memory, processor, open files

ROUTES = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
