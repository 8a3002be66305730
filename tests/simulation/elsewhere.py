"""Small demonstration tables of the other territories: overseas loans, levels of reception."""

from __future__ import annotations

import pandas as pd

from tests.simulation.scenario import Scenario

OVERSEAS = ("LLTS", "LLS", "PLS")
# Homes agreed in the year per commune and loan; half of them are delivered the same year.
AGREED = {
    2022: {"97222": (18, 20, 6), "97230": (8, 14, 0)},
    2023: {"97222": (14, 24, 4), "97228": (10, 12, 0)},
    2024: {"97230": (16, 18, 6), "97212": (6, 10, 0)},
}
LEVELS = (
    ("espace-habitat-social", "Espace Habitat Social", "44109", "2", "true", 14),
    ("mairie-orvault", "Mairie d'Orvault", "44114", "1", "false", 20),
    ("mairie-reze", "Mairie de Rezé", "44143", "2", "true", 16),
    ("mairie-saint-herblain", "Mairie de Saint-Herblain", "44162", "2", "true", 12),
    ("maison-habitant", "Maison de l'Habitant, tête de réseau", "44109", "3", "true", 8),
)


def _production(scenario: Scenario) -> pd.DataFrame:
    """Return homes agreed and delivered per commune and overseas loan, the EPCI as the sum."""
    rows: list[tuple[object, ...]] = []
    for year, communes in AGREED.items():
        for code in scenario.names:
            for position, loan in enumerate(OVERSEAS):
                of = (
                    communes
                    if code == scenario.siren_epci
                    else {code: communes.get(code, (0, 0, 0))}
                )
                agreed = sum(homes[position] for homes in of.values())
                delivered = sum(homes[position] // 2 for homes in of.values())
                rows += [
                    (year, code, scenario.names[code], loan, stage, number, None)
                    for stage, number in (("agree", agreed), ("livre", delivered))
                ]
    columns = ["annee", "code_territoire", "nom_territoire", "financement", "stade"]
    return pd.DataFrame(rows, columns=[*columns, "nb_logements", "nb_logements_statut"])


def services(level: object, files: object) -> str:
    """Return what a counter offers: its words follow from its level and from what it registers."""
    offered = ["information"]
    offered += ["enregistrement de la demande"] if files in (True, "true") else []
    return ", ".join([*offered, *(["suivi du dossier"] if str(level) == "3" else [])])


def _counters(scenario: Scenario) -> pd.DataFrame:
    """Return the places of reception with their level."""
    rows = [
        (code, name, commune, scenario.names[commune], level, files, services(level, files), days,
         "2025-01-15")
        for code, name, commune, level, files, days in LEVELS
    ]  # fmt: skip
    columns = ["code_lieu", "nom_lieu", "code_commune", "nom_commune", "niveau"]
    columns += ["enregistre_demandes", "services", "delai_reception_jours", "date_verification"]
    return pd.DataFrame(rows, columns=columns)


def tables_elsewhere(scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Return the invented tables of a territory by package/resource."""
    if scenario.name == "cap_nord":
        return {"production/production_logements": _production(scenario)}
    if scenario.name == "nantes_metropole":
        return {"lieux_accueil/lieux_accueil": _counters(scenario)}
    return {}
