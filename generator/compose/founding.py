"""What each line of the founding documents asks for, and what carries it on this site.

Data only: the page is composed in `coverage`. Codes are those of the four documents: A for CAP
Nord Martinique, B for Caen la Mer, C for Nantes Métropole, D for Saint-Nazaire Agglo.
"""

from __future__ import annotations

from typing import Final

LINES: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    (
        "A1",
        "Intercommunalité et ses communes",
        (
            "T:communes",
            "P:communes/",
        ),
    ),
    (
        "A2",
        "Programme local de l’habitat, logements prévus et livrés",
        (
            "I:logements-livres",
            "I:taux-sru",
        ),
    ),
    (
        "A3",
        "Lois qui fondent les règles",
        (
            "X:conventions/cia/",
            "P:conventions/",
        ),
    ),
    (
        "A4",
        "Conférence et document-cadre",
        (
            "T:seances",
            "X:conventions/document-cadre/",
        ),
    ),
    (
        "A5",
        "Équilibre entre quartiers et communes",
        (
            "I:part-q1-hors-qpv",
            "I:part-q2-q4-qpv",
            "P:comparer/",
        ),
    ),
    ("A6", "Ateliers de préparation", ("T:seances",)),
    (
        "A7",
        "Convention d’attribution et engagements par acteur",
        (
            "X:conventions/cia/",
            "P:engagements/",
            "I:realisation-engagements",
        ),
    ),
    ("A8", "Plan de gestion de la demande", ("X:conventions/ppgdid/",)),
    (
        "A9",
        "Acteurs et leurs rôles",
        (
            "T:bailleurs",
            "T:reservataires",
            "P:reservataires/",
        ),
    ),
    (
        "A10",
        "Objectifs chiffrés par bailleur et par réservataire",
        (
            "T:engagements",
            "T:engagements_acteurs",
            "I:part-q1-hors-qpv-bailleur",
            "I:part-prioritaires-reservataire",
        ),
    ),
    (
        "A11",
        "Suivi du rééquilibrage",
        (
            "P:comparer/",
            "P:evolution/",
        ),
    ),
    (
        "A12",
        "Un quart des attributions hors QPV au premier quartile",
        (
            "I:part-q1-hors-qpv",
            "P:engagements/",
        ),
    ),
    (
        "A13",
        "Plafond du premier quartile, par mois et par unité de consommation",
        (
            "I:seuil-premier-quartile",
            "T:premier_quartile",
        ),
    ),
    ("A14", "Part des trois autres quartiles en QPV", ("I:part-q2-q4-qpv",)),
    (
        "A15",
        "Publics prioritaires, légaux et locaux",
        (
            "I:part-publics-prioritaires",
            "I:part-seniors",
            "I:part-jeunes",
        ),
    ),
    (
        "A16",
        "Mutations et leurs motifs",
        (
            "I:part-mutations-demandes",
            "I:tension-mutations-taille",
            "I:tension-mutations-menage",
            "I:motifs",
        ),
    ),
    ("A17", "Création et séances de la conférence", ("T:seances",)),
    (
        "A18",
        "Commissions d’attribution",
        (
            "I:decisions-commissions",
            "I:refus-candidats",
            "T:caleol_decisions",
        ),
    ),
    (
        "A19",
        "Logement très social d’outre-mer",
        (
            "I:logements-livres",
            "T:production_logements",
        ),
    ),
    (
        "A20",
        "Droit à l’information",
        (
            "P:attente/",
            "X:demarche/",
        ),
    ),
    (
        "A21",
        "Gestion partagée du fichier",
        (
            "X:methode/",
            "T:demandes_stock",
        ),
    ),
    ("A22", "Feuille de route, étapes prévues et tenues", ("T:seances",)),
    (
        "A23",
        "Accueil et besoins particuliers",
        (
            "X:conventions/document-cadre/",
            "I:lieux-accueil",
        ),
    ),
    (
        "A24",
        "Service d’accueil des demandeurs",
        (
            "I:lieux-accueil",
            "I:delai-reception",
        ),
    ),
    (
        "A25",
        "Réseau des lieux d’accueil",
        (
            "I:lieux-accueil",
            "T:lieux_accueil",
        ),
    ),
    (
        "A26",
        "Chiffres de la conférence de 2024",
        (
            "T:demandes_publiees",
            "T:attributions_publiees",
            "I:tension",
        ),
    ),
    ("B1", "Producteur de chaque chiffre", ("P:donnees/",)),
    ("B2", "Lois et obligations", ("P:conventions/",)),
    (
        "B3",
        "Droit au logement, équité, information",
        (
            "P:qui-obtient/",
            "P:attente/",
        ),
    ),
    (
        "B4",
        "Chiffres par commune et par quartier",
        (
            "P:communes/",
            "I:part-q2-q4-qpv",
        ),
    ),
    (
        "B5",
        "Cotation obligatoire",
        (
            "I:cotation-points",
            "X:conventions/cotation/",
        ),
    ),
    (
        "B6",
        "Gestion en flux obligatoire",
        (
            "I:part-flux-reservataire",
            "I:part-flux-taille",
            "I:part-flux-qpv",
            "X:conventions/gestion-en-flux/",
        ),
    ),
    ("B7", "Échéances légales des conventions et de la cotation", ("T:seances",)),
    (
        "B8",
        "Partenaires et conventions entre deux acteurs",
        (
            "T:reservataires",
            "P:reservataires/",
        ),
    ),
    (
        "B9",
        "Fichier partagé, outil de gestion et d’observation",
        (
            "X:methode/",
            "P:donnees/",
        ),
    ),
    (
        "B10",
        "Suivi depuis 2015 des équilibres",
        (
            "I:part-q1-hors-qpv",
            "P:evolution/",
        ),
    ),
    ("B11", "Travaux sur la convention d’attribution", ("X:conventions/cia/",)),
    ("B12", "Chiffres d’un bailleur, jamais mêlés à ceux de l’intercommunalité", ("P:bailleurs/",)),
    (
        "C1",
        "Délibération qui lance le plan",
        (
            "T:seances",
            "X:conventions/ppgdid/",
        ),
    ),
    ("C2", "Pilotage par la conférence", ("X:conventions/ppgdid/",)),
    (
        "C3",
        "Droit à l’information, efficacité, équité",
        (
            "P:attente/",
            "P:qui-obtient/",
        ),
    ),
    (
        "C4",
        "Parcours du demandeur",
        (
            "X:demarche/",
            "I:decisions-commissions",
            "I:attributions",
        ),
    ),
    (
        "C5",
        "Règles d’attribution et délais",
        (
            "I:delai-moyen",
            "I:delai-median",
            "I:chance-bail",
            "I:delai-anormalement-long",
        ),
    ),
    (
        "C6",
        "Demandeur acteur de sa demande",
        (
            "P:attente/",
            "I:chance-deja-attendu",
        ),
    ),
    (
        "C7",
        "Réseau d’accueil sur des lieux existants",
        (
            "I:lieux-accueil",
            "T:lieux_accueil",
        ),
    ),
    (
        "C8",
        "Tête de réseau de l’accueil",
        (
            "T:lieux_accueil",
            "T:seances",
        ),
    ),
    ("C9", "Trois niveaux de service", ("I:lieux-accueil",)),
    (
        "C10",
        "Information commune et script partagé",
        (
            "X:conventions/ppgdid/",
            "X:demarche/",
        ),
    ),
    (
        "C11",
        "Même réponse partout, à date vérifiée",
        (
            "I:delai-reception",
            "T:lieux_accueil",
        ),
    ),
    (
        "C12",
        "Fichier commun ancien",
        (
            "X:conventions/ppgdid/",
            "X:methode/",
        ),
    ),
    ("C13", "Groupes de travail", ("X:conventions/ppgdid/",)),
    ("C14", "Situations à examiner ensemble", ("I:dossiers-commission-bailleurs",)),
    (
        "C15",
        "Deux comptes du parc social qui diffèrent",
        (
            "T:parc_publie",
            "I:parc-social",
        ),
    ),
    ("D1", "Contact sans nom de personne", ("X:contact/",)),
    ("D2", "Lois", ("P:conventions/",)),
    ("D3", "Conférence copilotée", ("T:seances",)),
    ("D4", "Document-cadre", ("X:conventions/document-cadre/",)),
    (
        "D5",
        "Convention d’attribution : mixité, attributions, mutations",
        (
            "X:conventions/cia/",
            "I:part-mutations-baux",
        ),
    ),
    ("D6", "Plan de gestion de la demande et sa durée", ("X:conventions/ppgdid/",)),
    (
        "D7",
        "Commission inter-bailleurs",
        (
            "X:conventions/reglement-cib/",
            "I:dossiers-commission-bailleurs",
            "I:relogements",
        ),
    ),
    (
        "D8",
        "Cotation en vigueur",
        (
            "X:conventions/cotation/",
            "I:cotation-points",
        ),
    ),
    (
        "D9",
        "Convention cadre de gestion en flux",
        (
            "X:conventions/gestion-en-flux/",
            "I:part-flux-attribues",
        ),
    ),
    (
        "D10",
        "Quatre buts de la politique locale",
        (
            "P:engagements/",
            "X:conventions/document-cadre/",
        ),
    ),
    (
        "D11",
        "Rééquilibrage et inégalités entre communes",
        (
            "P:comparer/",
            "T:seances",
        ),
    ),
    (
        "D12",
        "Effort de production",
        (
            "I:logements-livres",
            "I:taux-sru",
            "I:rattrapage-sru",
        ),
    ),
    (
        "D13",
        "Parc ancien, démolition et relogement",
        (
            "I:relogements",
            "I:parc-social",
        ),
    ),
    (
        "D14",
        "Part des PLAI et nombre de PLAI adaptés",
        (
            "I:part-plai",
            "I:nb-plai-a",
        ),
    ),
    (
        "D15",
        "Logements accessibles par an",
        (
            "I:nb-logements-pmr",
            "I:part-handicap",
        ),
    ),
    (
        "D16",
        "Un quart des attributions aux publics prioritaires",
        (
            "I:part-publics-prioritaires",
            "I:part-prioritaires-action-logement",
        ),
    ),
    ("D17", "Dix communes", ("T:communes",)),
    (
        "D18",
        "Demandes en attente, demandes de l’année",
        (
            "I:demandes-en-attente",
            "I:demandes-actives",
            "T:demandes_publiees",
        ),
    ),
    (
        "D19",
        "Partenaires",
        (
            "T:bailleurs",
            "P:bailleurs/",
            "P:reservataires/",
        ),
    ),
    (
        "D20",
        "Logements temporaires et vides",
        (
            "I:vacance",
            "I:vacance-plus-de-3-mois",
            "I:mobilite",
        ),
    ),
    ("D21", "Révision de la convention, modèle de convention de flux", ("T:seances",)),
    ("D22", "PLAI adaptés et accompagnement", ("I:nb-plai-a",)),
    (
        "D23",
        "Révision du règlement inter-bailleurs, recours",
        (
            "X:conventions/reglement-cib/",
            "I:dalo",
        ),
    ),
    ("D24", "Formation des agents au fichier", ("T:seances",)),
)
"""Code, subject, carriers: `I:` an indicator, `T:` a table, `P:` a page, `X:` a text."""
