"""The least that the contract asks of secrecy: what no deposit's own descriptor may loosen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from generator.equations import TERRITORY
from generator.settings import HOME

PLAIN: Final = "effectif_simple"
SENSITIVE: Final = "sensible"
PUBLIC: Final = "public"
STRICTER: Final = (PUBLIC, PLAIN, SENSITIVE)
"""The rules of secrecy, the loosest first."""


class Least(NamedTuple):
    """What a table of the contract that counts households must say, at least.

    Attributes:
        rule: the loosest rule allowed.
        sensitive: dimensions that make a count sensitive.
        margins: dimensions whose total is read as a total.
    """

    rule: str
    sensitive: tuple[str, ...]
    margins: tuple[str, ...]


def _plain(*margins: str, sensitive: tuple[str, ...] = ()) -> Least:
    return Least(PLAIN, sensitive, margins)


def _alone(dimension: str, *others: str) -> Least:
    """Return the least of a table by place and by one sensitive dimension, with others."""
    return _plain(TERRITORY, *others, dimension, sensitive=(dimension,))


LEAST: Final[Mapping[str, Least]] = {
    "attributions_publiees": Least(PUBLIC, (), ()),
    "baux_contingent_priorite": _alone("public_prioritaire", "contingent"),
    "baux_delai": _alone("delai", "typologie"),
    "baux_mutations": _plain(TERRITORY, "type_demande"),
    "baux_mutations_composition": _alone("composition", "type_demande"),
    "baux_mutations_typologie": _plain(TERRITORY, "type_demande", "typologie"),
    "baux_qpv_quartile": _alone("quartile", "secteur_qpv"),
    "baux_qpv_quartile_bailleur": _alone("quartile_regroupe", "code_bailleur", "secteur_qpv"),
    "caleol_decisions": _plain("decision"),
    "cib_saisines": Least(SENSITIVE, (), ()),
    "dalo_recours": Least(SENSITIVE, (), ()),
    "delais_attributaires": Least(SENSITIVE, (), (TERRITORY, "typologie")),
    "demandes_age": _alone("tranche_age"),
    "demandes_composition": _alone("composition"),
    "demandes_handicap": _alone("complement_handicap"),
    "demandes_motif": _alone("motif_demande"),
    "demandes_mutations_composition": _alone("composition", "type_demande"),
    "demandes_mutations_typologie": _plain(TERRITORY, "type_demande", "typologie"),
    "demandes_nouvelles": _plain(TERRITORY, "typologie"),
    "demandes_publiees": Least(PUBLIC, (), ()),
    "demandes_quartile": _alone("quartile"),
    "demandes_stock": _alone("anciennete", "typologie"),
    "demandes_type": _plain(TERRITORY, "type_demande"),
    "flux_financement": _plain("contingent", "financement_regroupe"),
    "flux_periode": _plain("contingent", "periode_construction"),
    "flux_reservation": _plain("contingent"),
    "flux_secteur": _plain("contingent", "secteur_qpv"),
    "flux_typologie": _plain("contingent", "typologie"),
    "relogements": _plain(),
    "sorties_anciennete": _alone("anciennete", "typologie"),
    "sorties_motif": _plain(
        TERRITORY, "motif_sortie", "anciennete", sensitive=("motif_sortie", "anciennete")
    ),
}
"""Tables of the contract that count households; the others count homes, places or acts.

Written here and not read from a deposit: that of the checkout is one like any other, which its
secretariat edits. A test holds that the two say the same. `demandes_handicap` (health, as
`demandes_motif`) and `relogements` (households of one known building, counted with no other
dimension) are in no deposit yet. `*_publiees` repeat what a public source printed: no status, so
no rule, but their small counts are refused all the same.
"""

SENSITIVE_DIMENSIONS: Final = frozenset(d for least in LEAST.values() for d in least.sensitive)

HOUSEHOLDS: Final = frozenset(
    {
        "allocataire", "allocation", "attributaire", "attribution", "bail", "baux", "candidat",
        "candidature", "decision", "demande", "demandeur", "dossier", "famille", "foyer", "habitant",
        "locataire", "menage", "occupant", "personne", "recours", "relogement",
    }
)  # fmt: skip
"""First words of units of which one is one household, or tells of one; without accent nor plural.

A home is not one of them: homes are public, and the flows that count them by the household they
went to are in the contract.
"""

GENERIC: Final = frozenset({"ensemble", "nd", "autre", "autres", "oui", "non"})
"""Codes that many dimensions share: meeting one says nothing of the dimension."""

WORDS: Final = ("title", "description", "example", "categoriesOrdered")
"""What a field tells its readers; the rest says what a number is."""


@cache
def contract_schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return the schemas of the contract, by resource name."""
    files = sorted((HOME / "datapackages").glob("*/schemas/*/schema.json"))
    return {file.parent.name: json.loads(file.read_text(encoding="utf-8")) for file in files}


@cache
def household_measures() -> frozenset[str]:
    """Return the names that the contract gives to counts of households."""
    schemas = contract_schemas()
    fields = [f for name in LEAST if LEAST[name].rule != PUBLIC for f in schemas[name]["fields"]]
    names = {str(f["name"]) for f in fields}
    return frozenset(name for name in names if f"{name}_statut" in names)


@cache
def sensitive_codes() -> Mapping[str, str]:
    """Return the codes that belong to a sensitive dimension alone, each with its dimension."""
    codes: dict[str, str] = {}
    others: set[str] = set(GENERIC)
    for field in (f for schema in contract_schemas().values() for f in schema["fields"]):
        listed = {str(code) for code in field.get("constraints", {}).get("enum", ())}
        if field["name"] in SENSITIVE_DIMENSIONS:
            codes |= dict.fromkeys(listed, str(field["name"]))
        else:
            others |= listed
    return {code: dimension for code, dimension in codes.items() if code not in others}


def sense(field: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a field of a schema makes of its cells, without its words."""
    kept = {key: value for key, value in field.items() if key not in WORDS}
    constraints = dict(kept.pop("constraints", {}))
    allowed = sorted(str(code) for code in constraints.pop("enum", ()))
    listed = kept.pop("categories", None) or ()
    codes = sorted(str(c["value"] if isinstance(c, Mapping) else c) for c in listed)
    return {"type": "string", **kept, "enum": allowed, "codes": codes, "constraints": constraints}
