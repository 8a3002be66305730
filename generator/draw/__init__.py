"""Draw charts from what may be seen: Altair specifications, static SVG, table and CSV of each."""

from __future__ import annotations

from collections.abc import Iterator

from generator.draw.chances import Place, chances
from generator.draw.charts import delays_by_commune, delays_by_size, history, shares
from generator.model import Figure, Publication
from generator.reading import SIZES, Reader
from generator.settings import ENSEMBLE

Figures = dict[str, Figure]
"""Charts by key, such as `territoires/44132/delais`."""


def figures(publication: Publication) -> Figures:
    """Return every chart of the site by its key."""
    return {key: figure for key, figure in _all(publication) if figure is not None}


def _all(publication: Publication) -> Iterator[tuple[str, Figure | None]]:
    """Yield every chart; None where there would be nothing to show."""
    reader = Reader(publication)
    territory = publication.territory
    places = [(territory.siren, territory.short_name)]
    places += [(commune.code, commune.name) for commune in territory.communes]
    for code, name in places:
        yield f"territoires/{code}/delais", delays_by_size(publication, reader, code, name)
        yield f"territoires/{code}/evolution", history(publication, reader, code, name)
        yield f"territoires/{code}/repartition", shares(publication, reader, code, name)
        for size in (*SIZES, ENSEMBLE):
            key = f"attente/{code}/{size}"
            yield key, chances(publication, reader, Place(code, name), size)
    for size in SIZES:
        yield f"tailles/{size}/delais", delays_by_commune(publication, reader, size)
