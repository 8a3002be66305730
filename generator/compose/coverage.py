"""The coverage page: each line of the founding documents and the page, table or text that carries it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from generator.compose.dossiers import Dossier, Section
from generator.compose.founding import LINES
from generator.compose.material import Material
from generator.compose.render import ROOT
from generator.model import Cell, Column, Grid, Page, Row

DOCUMENTS = {
    "A": "CAP Nord Martinique, 2021",
    "B": "Caen la Mer, 2021",
    "C": "Nantes Métropole, 2017",
    "D": "Saint-Nazaire Agglo, 2024",
}
COLUMNS = (
    Column("Ligne", numeric=False),
    Column("Sujet", numeric=False),
    Column("Ce qui le porte", numeric=False),
    Column("Et aussi", numeric=False),
    Column("Et encore", numeric=False),
    Column("Et enfin", numeric=False),
)


def coverage(m: Material, pages: list[Page]) -> Dossier:
    """Return the page that traces every line; what this territory lacks is said, never hidden."""
    known = {page.path for page in pages}
    sections = tuple(
        Section(f"document-{letter.lower()}", name, (), (_grid(m, known, letter, name),))
        for letter, name in DOCUMENTS.items()
    )
    lead = (
        "Quatre documents ont fondé ce site. Chaque sujet qu’ils nomment est suivi jusqu’à la page, au "
        "tableau ou au texte qui le porte. Ce qui n’a pas été déposé ici est dit."
    )
    return Dossier("couverture/", "Ce que le site couvre", lead, sections, ())


def _grid(m: Material, known: AbstractSet[str], letter: str, name: str) -> Grid:
    lines = [line for line in LINES if line[0].startswith(letter)]
    width = max(len(carriers) for _, _, carriers in lines)
    rows = tuple(
        Row(Cell(code), (Cell(subject), *_cells(m, known, carriers, width)))
        for code, subject, carriers in lines
    )
    return Grid(
        f"lignes-{letter.lower()}", f"Document {letter} : {name}", COLUMNS[: 2 + width], rows
    )


def _cells(
    m: Material, known: AbstractSet[str], carriers: tuple[str, ...], width: int
) -> tuple[Cell, ...]:
    found = [carrier_cell(m, known, carrier) for carrier in carriers]
    return (
        *found,
        *(Cell("—", muted=True, title="Rien d’autre") for _ in range(width - len(found))),
    )


def carrier_cell(m: Material, known: AbstractSet[str], carrier: str) -> Cell:
    """Return a link to what carries a line, or what is missing here."""
    kind, _, name = carrier.partition(":")
    if kind == "I":
        published = m.publication.results[name]
        title = published.indicator.title
        return Cell(
            title if published.told else f"{title} (non publié ici)",
            href=f"{ROOT}/indicateurs/{name}/",
        )
    if kind == "T":
        if name not in m.publication.tables:
            return Cell(f"tableau {name}, non déposé ici", muted=True)
        table = m.publication.tables[name].table
        folder = table.package.replace("_", "-")
        return Cell(table.title, href=f"{ROOT}/donnees/{folder}/#{name.replace('_', '-')}")
    if name in known or name in m.texts:
        return Cell(f"page {name}", href=f"{ROOT}/{name}")
    return Cell(f"page {name}, absente ici", muted=True)
