"""A small deposit without a fault: two communes, three years, numbers that add up."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.check.texts import MANDATORY

Files = Mapping[str, bytes]
"""A territory as files: path relative to its root, and content."""

SIREN = "244400644"
COMMUNES = {"44132": "Pornichet", "44184": "Saint-Nazaire"}
WEIGHTS = {"44132": 1, "44184": 2, SIREN: 3}
NAMES = {**COMMUNES, SIREN: "Saint-Nazaire Agglo"}
YEARS = (2024, 2025, 2026)
SIZES = {"T1": 1, "T2": 1, "ensemble": 2}
METHOD = "Extraction du système national d'enregistrement, demandes actives, premier choix."


def files() -> dict[str, bytes]:
    """Return the whole deposit."""
    found: dict[str, bytes] = {"mkdocs.yml": b"site_name: Essai\n"}
    for package, resources in PACKAGES.items():
        folder = f"datapackages/{package}"
        found[f"{folder}/datapackage.json"] = _json(_descriptor(package, resources))
        for name, (header, rows, _) in resources.items():
            lines = [header, *(",".join(str(cell) for cell in row) for row in rows)]
            found[f"{folder}/data/{name}.csv"] = ("\n".join(lines) + "\n").encode()
    for text in (*MANDATORY, "conventions/cia.md"):
        found[f"content/{text}"] = TEXT.encode()
    found["content/conventions/cia.md"] = CONVENTION.encode()
    return found


def write(root: Path, content: Files) -> Path:
    """Write `content` under `root` and return it."""
    for path, data in content.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return root


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _descriptor(package: str, resources: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"{package.replace('_', '-')}-essai",
        "title": f"Paquet {package}",
        "description": "Un paquet pour les essais.",
        "version": "2026.1.0",
        "created": "2027-03-31T00:00:00Z",
        "prochaine_publication": "2028-03-31",
        "licenses": [{"name": "etalab-2.0", "title": "Licence Ouverte 2.0"}],
        "contributors": [
            {
                "title": "Secrétariat de la conférence",
                "path": "https://essai.example/contact",
                "roles": ["publisher"],
            }
        ],
        "resources": [_resource(name, told) for name, (_, _, told) in resources.items()],
    }


def _resource(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "title": f"Fichier {name}",
        "description": "Un fichier pour les essais.",
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"header": True, "delimiter": ","},
        "schema": f"schemas/{name}/schema.json",
        "demonstration": True,
        "comptage": {
            "unite": told.get("unite", "demande"),
            "localisation": told.get("localisation"),
            "typologie": told.get("typologie"),
            "generation_qpv": told.get("generation_qpv"),
            "definition": "Une unité comptée une fois.",
            "producteur": "Essai",
            "date_extraction": "2027-02-15",
            "methode": METHOD,
        },
        "marges": told.get("marges", {}),
        "confidentialite": {
            "regle": told.get("regle", "public"),
            "dimensions_sensibles": told.get("sensibles", []),
        },
    }


def _counts(
    times: Sequence[object], shares: Mapping[str, int], dimension: Sequence[str] = ()
) -> Iterator[tuple[object, ...]]:
    """Yield rows that add up: a count per time, place, size and share, with their totals."""
    whole = {**shares, "ensemble": sum(shares.values())} if dimension else shares
    for time, place, size, (name, share) in itertools.product(times, WEIGHTS, SIZES, whole.items()):
        count = share * WEIGHTS[place] * SIZES[size]
        yield (time, place, NAMES[place], size, *([name] if dimension else []), count, "")


def _crossed(
    first: Mapping[str, int], second: Mapping[str, int], start: Sequence[str] = ()
) -> Iterator[tuple[object, ...]]:
    """Yield rows per year and place of two crossed dimensions, with their totals."""
    left = {**first, "ensemble": sum(first.values())}
    right = {**second, "ensemble": sum(second.values())}
    for year, place, (a, x), (b, y) in itertools.product(
        YEARS, WEIGHTS, left.items(), right.items()
    ):
        yield (year, place, NAMES[place], *start, a, b, x * y * WEIGHTS[place], "")


PLACE = "code_territoire,nom_territoire"
AGES = {"M_0_12": 60, "M_12_24": 40, "M_24_P": 100}
DAYS = tuple(f"{year}-01-01" for year in YEARS)
TOTAL = {"code_territoire": SIREN, "typologie": "ensemble"}
SIMPLE = {"regle": "effectif_simple", "localisation": "choix_1", "typologie": "souhaitee"}
AGED = {**SIMPLE, "marges": {**TOTAL, "anciennete": "ensemble"}, "sensibles": ["anciennete"]}
LEASE = {**SIMPLE, "unite": "bail"}
PLACED = {"regle": "effectif_simple", "localisation": "logement_attribue", "unite": "bail"}
Resource = tuple[str, Sequence[tuple[object, ...]], Mapping[str, Any]]

PACKAGES: dict[str, dict[str, Resource]] = {
    "territoires": {
        "epci": (
            "siren_epci,nom_epci,nom_court,code_departement,nom_departement,millesime_cog,"
            "population_municipale,population_millesime",
            [(SIREN, "CA de la région", "Saint-Nazaire Agglo", 44, "Loire-Atlantique", 2026, 80000, 2026)],
            {"unite": "epci"},
        ),
        "communes": (
            "code_commune,nom_commune,siren_epci,millesime_cog,population_municipale,"
            "population_millesime,tuile_colonne,tuile_ligne,sru_soumise",
            [
                ("44132", "Pornichet", SIREN, 2026, 12000, 2026, 1, 1, "true"),
                ("44184", "Saint-Nazaire", SIREN, 2026, 68000, 2026, 2, 1, "true"),
            ],
            {"unite": "commune"},
        ),
        "fusions": (
            "ancien_code,ancien_nom,nouveau_code,nouveau_nom,date_fusion",
            [("44998", "Sainte-Marguerite", "44132", "Pornichet", "2019-01-01")],
            {"unite": "commune"},
        ),
    },
    "acteurs": {
        "bailleurs": (
            "code_bailleur,nom_bailleur,forme_juridique,page_contact",
            [("silene", "Silène", "", ""), ("cisn", "CISN", "", "")],
            {"unite": "bailleur"},
        ),
        "reservataires": (
            "code_reservataire,nom_reservataire,page_contact",
            [("ETAT", "État", ""), ("AL", "Action Logement", "")],
            {"unite": "reservataire"},
        ),
    },
    "demandes": {
        "demandes_stock": (
            f"date,{PLACE},typologie,anciennete,nb_demandes,nb_demandes_statut",
            list(_counts(DAYS, AGES, ("anciennete",))),
            AGED,
        ),
        "demandes_nouvelles": (
            f"annee,{PLACE},typologie,nb_nouvelles,nb_nouvelles_statut",
            list(_counts(YEARS, {"": 100})),
            {**SIMPLE, "marges": TOTAL},
        ),
    },
    "attributions": {
        "baux_delai": (
            f"annee,{PLACE},typologie,delai,nb_baux,nb_baux_statut",
            list(_counts(YEARS, {"M_0_12": 20, "M_12_24": 20, "M_24_P": 20}, ("delai",))),
            {**LEASE, "marges": {**TOTAL, "delai": "ensemble"}, "sensibles": ["delai"]},
        ),
        "delais_attributaires": (
            f"annee,{PLACE},typologie,statistique,delai_mois,delai_mois_statut",
            [
                (year, place, NAMES[place], "ensemble", "moyenne", "18.5", "")
                for year in YEARS
                for place in WEIGHTS
            ],
            {**LEASE, "regle": "sensible", "marges": TOTAL},
        ),
        "baux_qpv_quartile": (
            f"annee,{PLACE},secteur_qpv,quartile,nb_baux,nb_baux_statut",
            list(_crossed({"qpv": 4, "hors_qpv": 6}, {"Q1": 4, "Q2": 8})),
            {
                **PLACED,
                "generation_qpv": "QPV2024",
                "marges": {
                    "code_territoire": SIREN, "secteur_qpv": "ensemble", "quartile": "ensemble",
                },
                "sensibles": ["quartile"],
            },
        ),
        "baux_qpv_quartile_bailleur": (
            f"annee,{PLACE},code_bailleur,secteur_qpv,quartile_regroupe,nb_baux,nb_baux_statut",
            [
                (year, SIREN, NAMES[SIREN], bailleur, "ensemble", "ensemble", count, "")
                for year in YEARS
                for bailleur, count in (("silene", 200), ("cisn", 160), ("ensemble", 360))
            ],
            {
                **PLACED,
                "generation_qpv": "QPV2024",
                "marges": {"code_territoire": SIREN, "code_bailleur": "ensemble",
                           "secteur_qpv": "ensemble", "quartile_regroupe": "ensemble"},
                "sensibles": ["quartile_regroupe"],
            },
        ),
        "baux_contingent_priorite": (
            f"annee,{PLACE},contingent,public_prioritaire,nb_baux,nb_baux_statut",
            [
                (year, SIREN, NAMES[SIREN], contingent, "ensemble", count, "")
                for year in YEARS
                for contingent, count in (("ETAT", 200), ("AL", 160), ("ensemble", 360))
            ],
            {
                **PLACED,
                "marges": {"contingent": "ensemble", "public_prioritaire": "ensemble"},
                "sensibles": ["public_prioritaire"],
            },
        ),
    },
    "sorties": {
        "sorties_anciennete": (
            f"annee,{PLACE},typologie,anciennete,nb_sorties,nb_sorties_statut",
            list(_counts(YEARS, {"M_0_12": 12, "M_12_24": 12, "M_24_P": 16}, ("anciennete",))),
            AGED,
        ),
    },
    "parc": {
        "parc_commune": (
            f"annee,{PLACE},nb_logements,nb_logements_statut",
            [(year, place, NAMES[place], 600 * w, "") for year in YEARS for place, w in WEIGHTS.items()],
            {"unite": "logement", "marges": {"code_territoire": SIREN}},
        ),
    },
    "engagements": {
        "engagements": (
            "code_engagement,indicateur,code_acteur,code_territoire,annee_debut,annee_fin,sens,"
            "cible,unite,article,document,source,source_url,source_date,observation",
            [("q1-2024", "part-q1-hors-qpv", "", SIREN, 2024, 2030, "minimum", 25, "pourcentage",
              "", "Convention", "Convention signée", "", "", "")],
            {"unite": "engagement"},
        ),
    },
    "instances": {
        "seances": (
            "code_seance,instance,type_etape,intitule,date_prevue,date_tenue,ordre_du_jour,compte_rendu,"
            "source,source_url,lu_le",
            [("cil-2024", "CIL", "reunion", "Réunion de la conférence", "", "2024-05-31", "", "",
              "Fiche de présentation", "", "2026-11-01")],
            {"unite": "etape"},
        ),
    },
}  # fmt: skip

TEXT = '---\ntitre: "Une page"\ndescription: "Une page pour les essais."\n---\n\nUn texte simple.\n'
CONVENTION = """---
nature: cia
titre: "Une convention"
description: "Une convention pour les essais."
statut: "en vigueur"
specimen: true
adoption: 2024-05-31
entree_en_vigueur: null
duree_annees: 6
echeance: null
signataires: []
pdf: null
remplace: null
---

Un texte simple.
"""
