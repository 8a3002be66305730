"""Small demonstration tables that no household explains: homes, commissions, counters.

Every number is written here as it is deposited, except the two totals of the social stock
of 2023 and 2024, which are the published ones.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tests.simulation.elsewhere import services, tables_elsewhere
from tests.simulation.masking import PLAIN_THRESHOLD, SENSITIVE_THRESHOLD
from tests.simulation.scenario import ALL, STOCK_YEARS, YEARS, Scenario
from tests.simulation.tables import TERRITOIRE
from tests.simulation.territories import shared

# Homes on 1 January; the columns are the years 2020 to 2025.
PARC = {
    "44184": (9540, 9615, 9702, 9788, 9968, 10041),
    "44132": (471, 480, 489, 508, 526, 560),
    "44210": (917, 925, 931, 940, 950, 957),
    "44052": (462, 470, 479, 496, 510, 531),
    "44103": (571, 577, 583, 591, 600, 606),
    "44151": (221, 229, 238, 255, 267, 289),
    "44030": (139, 141, 144, 147, 150, 154),
    "44168": (115, 116, 117, 119, 120, 122),
    "44013": (78, 78, 79, 80, 80, 83),
    "44176": (78, 79, 79, 80, 80, 80),
}
FINANCEMENTS = ("PLAI", "PLAI_A", "PLUS", "PLS")
# Homes agreed then delivered in the year, per commune and loan; PLAI_A are also in PLAI.
AGREES = {
    2020: {"44184": (62, 6, 104, 30), "44132": (9, 0, 12, 8), "44052": (8, 1, 14, 2)},
    2021: {"44184": (71, 7, 98, 22), "44132": (12, 2, 16, 10), "44151": (7, 0, 9, 4)},
    2022: {"44184": (66, 8, 90, 26), "44132": (8, 1, 11, 6), "44103": (9, 1, 12, 0)},
    2023: {"44184": (74, 9, 92, 18), "44132": (14, 2, 17, 12), "44052": (10, 1, 13, 3)},
    2024: {"44184": (78, 11, 84, 20), "44132": (19, 3, 20, 9), "44151": (10, 2, 12, 5)},
}
LIVRES = {
    2020: {"44184": (48, 3, 92, 24), "44210": (5, 0, 9, 0), "44030": (2, 0, 4, 0)},
    2021: {"44184": (55, 5, 96, 20), "44132": (6, 0, 8, 5), "44052": (6, 0, 9, 2)},
    2022: {"44184": (59, 5, 99, 25), "44132": (9, 0, 12, 8), "44151": (5, 0, 8, 4)},
    2023: {"44184": (66, 7, 94, 21), "44132": (10, 2, 13, 6), "44052": (8, 1, 14, 2)},
    2024: {"44184": (64, 8, 88, 22), "44132": (12, 1, 15, 10), "44103": (9, 1, 12, 0)},
}
PMR = {
    2020: {"44184": 13, "44210": 1},
    2021: {"44184": 14, "44132": 3},
    2022: {"44184": 15, "44132": 2, "44151": 1},
    2023: {"44184": 16, "44132": 3, "44052": 2},
    2024: {"44184": 14, "44132": 3, "44103": 1},
}
# Objective in percent, then homes offered, let and handed back, per contingent.
FLUX = {
    2023: {
        "ETAT": (30.0, 398, 341, 57),
        "AL": (22.0, 356, 309, 47),
        "EPCI": (6.0, 113, 98, 15),
        "COMMUNE": (17.0, 281, 236, 45),
        "DEPT": (4.0, 65, 58, 7),
        "BAILLEUR": (21.0, 371, 363, 8),
    },
    2024: {
        "ETAT": (30.0, 421, 366, 55),
        "AL": (22.0, 349, 311, 38),
        "EPCI": (6.0, 102, 91, 11),
        "COMMUNE": (17.0, 274, 239, 35),
        "DEPT": (4.0, 70, 61, 9),
        "BAILLEUR": (21.0, 362, 348, 14),
    },
}
# What was offered to each holder, in percent of its homes: sizes from T1 to T5 or more, loans,
# priority neighbourhoods against the rest, periods of construction. One characteristic at a
# time, in wide classes, so that no count of homes is small.
SIZES = ("T1", "T2", "T3", "T4", "T5+")
LOANS = ("PLAI", "PLUS", "PLS", "autre")
SECTORS = ("qpv", "hors_qpv")
PERIODS = ("avant_1975", "de_1975_a_1999", "depuis_2000")
OFFERED = {
    "ETAT": ((12, 30, 33, 18, 7), (30, 58, 4, 8), (34, 66), (48, 30, 22)),
    "AL": ((9, 31, 37, 18, 5), (16, 66, 12, 6), (21, 79), (36, 30, 34)),
    "EPCI": ((10, 30, 34, 18, 8), (24, 58, 9, 9), (25, 75), (40, 30, 30)),
    "COMMUNE": ((8, 29, 37, 20, 6), (18, 66, 9, 7), (26, 74), (39, 31, 30)),
    "DEPT": ((12, 30, 30, 18, 10), (26, 54, 10, 10), (28, 72), (42, 30, 28)),
    "BAILLEUR": ((10, 32, 35, 17, 6), (18, 66, 8, 8), (30, 70), (45, 31, 24)),
}
# Resource, column and codes of each characteristic, in the order of the shares above.
CHARACTERISTICS = (
    ("flux_typologie", "typologie", SIZES),
    ("flux_financement", "financement_regroupe", LOANS),
    ("flux_secteur", "secteur_qpv", SECTORS),
    ("flux_periode", "periode_construction", PERIODS),
)
# Targets that an actor takes for itself: measure, first year, floor in percent per actor.
OWN_TARGETS = (
    (
        "part-q1-hors-qpv",
        2023,
        "4.4",
        {
            "silene": 25,
            "cisn": 25,
            "habitat-44": 22,
            "atlantique-habitations": 20,
            "logiouest": 20,
            "harmonie-habitat": 20,
        },
    ),
    (
        "part-q2-4-qpv",
        2023,
        "4.4",
        {
            "silene": 60,
            "cisn": 55,
            "habitat-44": 50,
            "atlantique-habitations": 50,
            "logiouest": 50,
            "harmonie-habitat": 50,
        },
    ),
    (
        "part-publics-prioritaires",
        2023,
        "4.3",
        {"AL": 25, "EPCI": 25, "COMMUNE": 25, "DEPT": 25, "BAILLEUR": 25},
    ),
)
DECISIONS = ("attribution", "attribution_rang", "attribution_conditionnelle")
REFUSALS = ("non_attribution", "irrecevable")
# Decisions of the commissions in the order above, then refusals by the applicant.
CALEOL = {
    2020: ((1611, 1402, 64, 238, 57), (232, 41, 13)),
    2021: ((1668, 1455, 71, 251, 49), (246, 44, 15)),
    2022: ((1593, 1398, 69, 263, 52), (251, 39, 12)),
    2023: ((1640, 1431, 75, 246, 61), (262, 47, 14)),
    2024: ((1665, 1466, 82, 259, 58), (270, 45, 18)),
}
ETAPES_CIB = ("recues", "admises", "resolues")
CIB = {
    2020: (24, 15, 8),
    2021: (31, 19, 12),
    2022: (38, 24, 16),
    2023: (46, 27, 19),
    2024: (43, 25, 21),
}
ETAPES_DALO = ("deposes", "reconnus", "reloges", "hors_delai")
DALO = {
    2020: (52, 21, 17, 3),
    2021: (58, 24, 19, 4),
    2022: (67, 29, 22, 0),
    2023: (74, 33, 26, 12),
    2024: (81, 36, 27, 13),
}
LIEUX = [
    ("agglo-habitat", "Service habitat de l'agglomération", "44184", "3", True, 9),
    ("mairie-saint-nazaire", "Mairie de Saint-Nazaire", "44184", "2", True, 12),
    ("mairie-pornichet", "Mairie de Pornichet", "44132", "2", True, 15),
    ("mairie-trignac", "Mairie de Trignac", "44210", "2", True, 10),
    ("mairie-donges", "Mairie de Donges", "44052", "1", False, 20),
    ("mairie-montoir", "Mairie de Montoir-de-Bretagne", "44103", "1", False, 18),
    ("mairie-saint-andre", "Mairie de Saint-André-des-Eaux", "44151", "1", False, 21),
    ("agence-silene", "Agence du bailleur Silène", "44184", "2", True, None),
]
COTATION = [
    ("dalo", "priorite", "Ménage reconnu au titre du droit au logement opposable", 60, False),
    ("prioritaire", "priorite", "Autre ménage prioritaire au sens de la loi", 40, True),
    ("sans-logement", "situation", "Ménage sans logement ou hébergé", 25, False),
    ("sur-occupation", "situation", "Logement trop petit pour le ménage", 15, True),
    ("handicap", "situation", "Logement inadapté au handicap", 20, True),
    ("cout", "situation", "Loyer trop élevé pour les ressources", 10, True),
    (
        "lien-commune",
        "territoire",
        "Vit ou travaille dans l'agglomération",
        10,
        True,
    ),
    ("deux-ans", "anciennete", "Demande de plus de deux ans", 5, True),
    ("quatre-ans", "anciennete", "Demande de plus de quatre ans", 10, True),
    ("refus", "malus", "Refus d'une proposition adaptée", -15, True),
]


def _status(numbers: pd.Series[int], threshold: int) -> pd.Series[str]:
    """Return "secret" where a number of households is too small to be shown."""
    return numbers.between(1, threshold - 1).map({True: "secret", False: None})


def _with_status(table: pd.DataFrame, measures: list[str], threshold: int) -> pd.DataFrame:
    """Return the table with small numbers hidden and a status after each measure."""
    complete = table.copy()
    for measure in measures:
        status = _status(complete[measure], threshold)
        hidden = complete[measure].astype("Int64").mask(status.notna())
        complete[measure] = hidden
        complete.insert(complete.columns.tolist().index(measure) + 1, f"{measure}_statut", status)
    return complete


def _placed(table: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return the table with the name of its territories after their code."""
    after = table.columns.tolist().index(TERRITOIRE) + 1
    named = table.copy()
    named.insert(after, "nom_territoire", named[TERRITOIRE].map(scenario.names))
    return named


def _parc(scenario: Scenario) -> pd.DataFrame:
    """Return the social stock per commune, the EPCI as their sum."""
    rows = []
    for position, year in enumerate(STOCK_YEARS):
        homes = {code: numbers[position] for code, numbers in sorted(PARC.items())}
        rows += [(year, scenario.siren_epci, sum(homes.values()))]
        rows += [(year, code, number) for code, number in homes.items()]
    table = pd.DataFrame(rows, columns=["annee", TERRITOIRE, "nb_logements"])
    return _with_status(_placed(table, scenario), ["nb_logements"], 0)


def _by_territory(numbers: dict[str, int], scenario: Scenario) -> dict[str, int]:
    """Return the number of every territory, zero where none, the EPCI as the sum."""
    communes = {code: numbers.get(code, 0) for code in sorted(scenario.communes)}
    return {scenario.siren_epci: sum(communes.values()), **communes}


def _production(scenario: Scenario) -> pd.DataFrame:
    """Return homes agreed and delivered per commune and loan."""
    rows = []
    for year in YEARS:
        stages = {"agree": AGREES[year], "livre": LIVRES[year]}
        for stage, communes in stages.items():
            for position, loan in enumerate(FINANCEMENTS):
                numbers = {code: homes[position] for code, homes in communes.items()}
                for code, number in _by_territory(numbers, scenario).items():
                    rows.append((year, code, loan, stage, number))
    columns = ["annee", TERRITOIRE, "financement", "stade", "nb_logements"]
    order = {loan: rank for rank, loan in enumerate(FINANCEMENTS)}
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(rang=table["financement"].map(order))
    table = table.sort_values(["annee", TERRITOIRE, "rang", "stade"], kind="stable")
    table = table.drop(columns="rang").reset_index(drop=True)
    return _with_status(_placed(table, scenario), ["nb_logements"], 0)


def _pmr(scenario: Scenario) -> pd.DataFrame:
    """Return accessible homes delivered per commune."""
    rows = [
        (year, code, number)
        for year in YEARS
        for code, number in _by_territory(PMR[year], scenario).items()
    ]
    table = pd.DataFrame(rows, columns=["annee", TERRITOIRE, "nb_logements_pmr"])
    return _with_status(_placed(table, scenario), ["nb_logements_pmr"], 0)


def _flux(scenario: Scenario) -> pd.DataFrame:
    """Return the yearly report of reservations in flow; small remainders are hidden."""
    measures = ["nb_logements_proposes", "nb_logements_attribues", "nb_logements_rendus"]
    rows: list[tuple[object, ...]] = []
    for year, contingents in FLUX.items():
        totals = [sum(line[at] for line in contingents.values()) for at in (1, 2, 3)]
        rows += [(year, scenario.siren_epci, code, *line) for code, line in contingents.items()]
        rows.append((year, scenario.siren_epci, "ensemble", None, *totals))
    columns = ["annee", TERRITOIRE, "contingent", "objectif_pct", *measures]
    table = _placed(pd.DataFrame(rows, columns=columns), scenario)
    return _with_status(table, measures, PLAIN_THRESHOLD)


def _offered(scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Return the homes offered to each holder, by one characteristic at a time."""
    tables = {}
    for position, (resource, column, codes) in enumerate(CHARACTERISTICS):
        rows: list[tuple[object, ...]] = []
        for year, contingents in FLUX.items():
            found = {}
            for holder, line in contingents.items():
                weights = dict(zip(codes, OFFERED[holder][position], strict=True))
                found[holder] = list(shared(line[1], weights).values())
            found[ALL] = [sum(homes) for homes in zip(*found.values(), strict=True)]
            for holder, homes in found.items():
                counts = zip([*codes, ALL], [*homes, sum(homes)], strict=True)
                rows += [(year, scenario.siren_epci, holder, *pair) for pair in counts]
        names = ["annee", TERRITOIRE, "contingent", column, "nb_logements_proposes"]
        table = _placed(pd.DataFrame(rows, columns=names), scenario)
        tables[f"flux_reservation/{resource}"] = _with_status(table, names[-1:], PLAIN_THRESHOLD)
    return tables


def _own_targets(scenario: Scenario) -> pd.DataFrame:
    """Return the target that each actor takes for itself, invented like its results."""
    short = {
        "part-q1-hors-qpv": "q1",
        "part-q2-4-qpv": "q2-4",
        "part-publics-prioritaires": "priorite",
    }
    rows = [
        {
            "code_engagement": f"{short[measure]}-{actor.lower()}-{first}",
            "indicateur": measure,
            "code_acteur": actor,
            TERRITOIRE: scenario.siren_epci,
            "annee_debut": first,
            "annee_fin": None,
            "sens": "minimum",
            "cible": target,
            "unite": "pourcentage",
            "article": article,
            "document": "Convention intercommunale d'attribution",
            "observation": "Cible inventée pour la démonstration : l'acte signé fait foi.",
        }
        for measure, first, article, targets in OWN_TARGETS
        for actor, target in targets.items()
    ]
    return pd.DataFrame(rows).sort_values("code_engagement").reset_index(drop=True)


def _caleol(scenario: Scenario) -> pd.DataFrame:
    """Return decisions per kind; an applicant cannot refuse what was not granted."""
    rows: list[tuple[object, ...]] = []
    for year, (decisions, refusals) in CALEOL.items():
        pairs = zip([*DECISIONS, *REFUSALS], decisions, [*refusals, None, None], strict=True)
        rows += [(year, scenario.siren_epci, *pair) for pair in pairs]
        rows.append((year, scenario.siren_epci, "ensemble", sum(decisions), sum(refusals)))
    columns = ["annee", TERRITOIRE, "decision", "nb_decisions", "nb_refus"]
    table = pd.DataFrame(rows, columns=columns).astype({"nb_refus": "Int64"})
    named = _placed(table, scenario)
    without = named["nb_refus"].isna()
    counted = _with_status(named.fillna({"nb_refus": 0}), ["nb_decisions", "nb_refus"], 5)
    return counted.assign(
        nb_refus=counted["nb_refus"].mask(without),
        nb_refus_statut=counted["nb_refus_statut"].mask(without, "so"),
    )


def _steps(
    scenario: Scenario, numbers: Mapping[int, tuple[int, ...]], steps: tuple[str, ...], names: str
) -> pd.DataFrame:
    """Return yearly numbers per step, hidden under the higher threshold."""
    step, measure = names.split()
    rows = [
        (year, scenario.siren_epci, code, number)
        for year, line in numbers.items()
        for code, number in zip(steps, line, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["annee", TERRITOIRE, step, measure])
    return _with_status(_placed(table, scenario), [measure], SENSITIVE_THRESHOLD)


def _lieux(scenario: Scenario) -> pd.DataFrame:
    """Return the counters, services only, sorted by code."""
    rows = [
        (code, name, commune, scenario.names[commune], level, files, services(level, files), days,
         "2025-01-15")
        for code, name, commune, level, files, days in sorted(LIEUX)
    ]  # fmt: skip
    columns = ["code_lieu", "nom_lieu", "code_commune", "nom_commune", "niveau"]
    columns += ["enregistre_demandes", "services", "delai_reception_jours", "date_verification"]
    table = pd.DataFrame(rows, columns=columns)
    files = table["enregistre_demandes"].map({True: "true", False: "false"})
    days = table["delai_reception_jours"].astype("Int64")
    return table.assign(enregistre_demandes=files, delai_reception_jours=days)


def _cotation() -> pd.DataFrame:
    """Return the scoring grid, sorted by code."""
    rows = [
        ("2022-07-01", code, family, label, points, "true" if transfers else "false")
        for code, family, label, points, transfers in sorted(COTATION)
    ]
    columns = ["date_effet", "code_critere", "famille_critere", "libelle_critere", "points"]
    return pd.DataFrame(rows, columns=[*columns, "vaut_mutations"])


def invented_tables(scenario: Scenario) -> dict[str, pd.DataFrame]:
    """Return the invented tables by package/resource; one territory has them all."""
    if scenario.name != "saint_nazaire":
        return tables_elsewhere(scenario)
    return {
        "parc/parc_commune": _parc(scenario),
        "production/production_logements": _production(scenario),
        "production/production_pmr": _pmr(scenario),
        "flux_reservation/flux_reservation": _flux(scenario),
        **_offered(scenario),
        "engagements/engagements_acteurs": _own_targets(scenario),
        "caleol/caleol_decisions": _caleol(scenario),
        "cib/cib_saisines": _steps(scenario, CIB, ETAPES_CIB, "etape_cib nb_dossiers"),
        "dalo/dalo_recours": _steps(scenario, DALO, ETAPES_DALO, "etape_dalo nb_recours"),
        "lieux_accueil/lieux_accueil": _lieux(scenario),
        "cotation/cotation_grille": _cotation(),
    }
