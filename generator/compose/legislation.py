"""Describe a text for machines: schema.org Legislation with the words of ELI. Data, no script."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from generator.compose.material import Material
from generator.texts import Convention, Standing, Status, Version
from generator.texts.status import end_of

FORCE = {
    Standing.IN_FORCE: "InForce",
    Standing.EXTENDED: "InForce",
    Standing.EXPIRED: "NotInForce",
    Standing.REVISED: "NotInForce",
    Standing.COMING: "NotInForce",
}
CONTEXT = ["https://schema.org", {"eli": "http://data.europa.eu/eli/ontology#"}]


def legislation(
    m: Material, convention: Convention, version: Version, status: Status, path: str
) -> Markup:
    """Return the JSON-LD of a version; addresses are relative to its page."""
    meta = version.meta
    adopted = version.adopted.isoformat() if version.adopted else None
    siren = m.publication.territory.siren
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Legislation",
        "@id": "",
        "name": meta["titre"],
        "description": meta["description"],
        "inLanguage": "fr",
        "legislationType": meta["nature"],
        "legislationIdentifier": f"{siren}/{convention.slug}/{version.name}",
        "legislationDate": adopted,
        "legislationDateVersion": adopted,
        "legislationLegalForce": _force(status),
        "legislationLegalValue": "https://schema.org/UnofficialLegalValue",
        "temporalCoverage": _coverage(version),
        "spatialCoverage": {"@type": "AdministrativeArea", "name": m.publication.territory.name},
        "legislationPassedBy": [
            {"@type": "Organization", "name": name} for name in meta.get("signataires") or []
        ],
        "eli:type_document": meta["nature"],
        "eli:date_document": adopted,
        "eli:version": version.name,
        "hasPart": [
            {"@type": "Legislation", "@id": f"#{a.id}", "name": a.heading,
             "legislationIdentifier": f"{siren}/{convention.slug}/{version.name}#{a.id}"}
            for a in version.text.articles
        ],
        "isBasedOn": _previous(convention, version, path),
    }  # fmt: skip
    kept = {key: value for key, value in data.items() if value not in (None, [])}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704 - no tag can start in it


def _force(status: Status) -> str | None:
    word = FORCE.get(status.standing)
    return f"https://schema.org/{word}" if word else None


def _coverage(version: Version) -> str | None:
    start = version.meta.get("entree_en_vigueur") or version.meta.get("adoption")
    end, _ = end_of(version.meta)
    if start is None:
        return None
    return f"{start.isoformat()}/{end.isoformat() if end else '..'}"


def _previous(convention: Convention, version: Version, path: str) -> str | None:
    place = convention.versions.index(version)
    if not place:
        return None
    up = "/".join([".."] * path.count("/"))
    older = convention.versions[place - 1].name.lower()
    return f"{up}/conventions/{convention.slug}/versions/{older}/"
