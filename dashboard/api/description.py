"""The OpenAPI 3.1 description, written from the table of resources and the served release."""

from typing import Any

from dashboard.api import asked
from dashboard.api.representations import CSV, FORMATS, GEOJSON, JSON, Format
from dashboard.api.resources import RESOURCES, Resource, options
from dashboard.exports.shown import LICENCE
from dashboard.snapshot import Snapshot

VERSION = "1.0.0"  # raised when an answer changes for the same release: it is in the ETag
ROOT = "/api/v1"
FILTERS = {
    "epci": "Communauté de communes ou d'agglomération, par son code SIREN",
    "vague": "Vague d'enquête, par son année",
    "theme": "Thème, par son code ; « ensemble » pour tous",
    "politique": "Politique, par son sigle",
}
TYPES: dict[str, dict[str, Any]] = {
    "VARCHAR": {"type": ["string", "null"]},
    "VARCHAR[]": {"type": ["array", "null"], "items": {"type": "string"}},
    "DATE": {"type": ["string", "null"], "format": "date"},
    "BOOLEAN": {"type": ["boolean", "null"]},
    "INTEGER": {"type": ["integer", "null"]},
    "BIGINT": {"type": ["integer", "null"]},
    "DOUBLE": {"type": ["number", "null"]},
}
REFUSALS = {
    "400": "Un paramètre n'est pas compris",
    "401": "La session donnée est expirée ou n'est pas de nous",
    "503": "Aucune version ne peut être ouverte",
}
TEXT, COUNT = {"type": "string"}, {"type": "integer", "minimum": 0}
INTRODUCTION = (
    "Les chiffres, faits et structures de la version servie, en lecture seule. Un chiffre masqué "
    "est vide et `is_masked` le dit ; vide n'est jamais zéro. `simulated` dit si des réponses "
    "sont fictives."
)


def describe(release: Snapshot) -> dict[str, Any]:
    """The whole description; the values of the filters are those of the release."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Observatoire TECS",
            "version": VERSION,
            "description": INTRODUCTION,
            "license": {"name": LICENCE, "identifier": "etalab-2.0"},
        },
        "paths": {
            f"{ROOT}/{resource.name}{form.suffix}": {"get": _operation(release, resource, form)}
            for resource in RESOURCES
            if release.has(resource.mart)
            for form in FORMATS
        },
        "components": {
            "schemas": {
                "probleme": _object(
                    {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT}
                ),
                **{r.name: _row(release, r) for r in RESOURCES if release.has(r.mart)},
            }
        },
    }


def _operation(release: Snapshot, resource: Resource, form: Format) -> dict[str, Any]:
    return {
        "operationId": f"{resource.name}{form.suffix.replace('.', '_')}",
        "summary": f"{resource.title} : {resource.grain}",
        "parameters": _parameters(release, resource, form),
        "responses": {
            "200": {
                "description": "Une page de lignes ; l'en-tête Link mène aux autres",
                "headers": {
                    "ETag": {"schema": TEXT, "description": "Version et public de la réponse"},
                    "X-Total-Count": {"schema": COUNT, "description": "Lignes en tout"},
                    "Link": {"schema": TEXT, "description": "first, prev, next, last (RFC 8288)"},
                },
                "content": {form.media_type: {"schema": _content(resource, form)}},
            },
            "304": {"description": "Rien n'a changé depuis l'ETag donné par If-None-Match"},
            **{status: _problem(words) for status, words in REFUSALS.items()},
        },
    }


def _problem(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/probleme"}
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}


def _parameters(release: Snapshot, resource: Resource, form: Format) -> list[dict[str, Any]]:
    filters = {name: {"enum": options(release, resource, name)} for name in resource.filters}
    limit = {"minimum": 1, "maximum": asked.MOST, "default": asked.DEFAULT_LIMIT}
    offset = {"minimum": 0, "maximum": asked.FARTHEST, "default": 0}
    found = [
        *(_parameter(name, FILTERS[name], TEXT | schema) for name, schema in filters.items()),
        _parameter(asked.LIMIT, "Lignes par page", {"type": "integer"} | limit),
        _parameter(asked.OFFSET, "Lignes passées avant la page", {"type": "integer"} | offset),
    ]
    if form is CSV:
        words = "« fr » : point-virgule, virgule décimale, jour d'abord"
        found.append(_parameter(asked.SPREADSHEET, words, TEXT | {"enum": [asked.FRENCH]}))
    return found


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _content(resource: Resource, form: Format) -> dict[str, Any]:
    if form is JSON:
        return _envelope(resource)
    return _collection() if form is GEOJSON else TEXT


def _envelope(resource: Resource) -> dict[str, Any]:
    row = {"$ref": f"#/components/schemas/{resource.name}"}
    return _object(
        {
            "release": TEXT,
            "created_at": TEXT | {"format": "date-time"},
            "simulated": {"type": "boolean"},
            "mention": {"type": ["string", "null"]},
            "licence": TEXT,
            "masking": TEXT,
            "sources": {"type": "array", "items": TEXT},
            "total": COUNT,
            "limit": COUNT,
            "offset": COUNT,
            "items": {"type": "array", "items": row},
        }
    )


def _collection() -> dict[str, Any]:
    feature = _object(
        {
            "type": {"const": "Feature"},
            "properties": {"type": "object"},
            "geometry": {"type": ["object", "null"]},
        }
    )
    return _object(
        {
            "type": {"const": "FeatureCollection"},
            "name": TEXT,
            "about": {"type": "array", "items": TEXT},
            "features": {"type": "array", "items": feature},
        }
    )


def _row(release: Snapshot, resource: Resource) -> dict[str, Any]:
    """The published columns with the type and the meaning that the release gives them."""
    return _object(
        {
            name: TYPES[column["data_type"]] | {"description": column["comment"]}
            for name, column in resource.columns(release).items()
        }
    )


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
