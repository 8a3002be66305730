"""Say the chance of a lease in plain sentences: for whom, in how long, how sure, and what it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator import words
from generator.compose.material import Material
from generator.compose.provenance import ways
from generator.compose.sentences import DELAY, spoken
from generator.curve import (
    ALL,
    CHANCE,
    LEFT,
    STOPPED,
    YEARS,
    Curve,
    curve_of,
    home_words,
    people,
    people_range,
    stops,
    years_grid,
)
from generator.model import Figure, Grid, Status, Ways
from generator.reading import SIZE_WORDS, Value, slug
from generator.settings import ENSEMBLE

ALREADY = "chance-deja-attendu"


@dataclass(frozen=True)
class Wait:
    """The answer for one size of home.

    Attributes:
        anchor: id of the section.
        size: French name of the size.
        scope: said first when the figures are not the commune's own; empty otherwise.
        sentence: the chance, in people.
        ends: what becomes of the others, and where the curve stops.
        sure: what chance alone can change.
        housed: the delay of those housed, beside it.
        differ: why the two do not say the same.
        already: chances of who has already waited; empty when none is known.
        figure: the chance drawn year by year, None when there is too little to draw.
        grid: the same as a table, when there is no chart.
        ways: how these figures were obtained.
        already_ways: how the chances of who already waits were obtained.
    """

    anchor: str
    size: str
    scope: str
    sentence: str
    ends: str
    sure: str
    housed: str
    differ: str
    already: tuple[str, ...]
    figure: Figure | None
    grid: Grid | None
    ways: Ways
    already_ways: Ways


def curve(m: Material, code: str, size: str) -> Curve:
    """Return the commune's own curve, or that of the whole authority when it says too little."""
    return curve_of(m.reader, m.publication.territory.siren, code, size)


def wait(m: Material, code: str, name: str, size: str) -> Wait:
    """Return the answer for a place and a size of home."""
    year = m.reader.last_year(CHANCE)
    found = curve(m, code, size)
    short = m.publication.territory.short_name
    where = f"{home_words(size)} {words.a(short if found.wide else name)}"
    drawn = m.publication.territory.siren if found.wide else code
    chart = m.figures.get(f"attente/{drawn}/{size}")
    # The section says where its figures come from, those of the chart included.
    figure = replace(chart, ways=()) if chart else None
    return Wait(
        anchor=slug(size),
        size=SIZE_WORDS[size],
        scope=scope(name, short, found.reason) if found.wide else "",
        sentence=chance_sentence(where, year, found),
        ends=ends_sentence(found),
        sure=sure_sentence(found),
        housed=housed_sentence(m, code, name, size),
        differ=differ_sentence(m, code, size, found),
        already=already_sentences(m, m.publication.territory.siren if found.wide else code, size),
        figure=figure,
        grid=None
        if figure or not found.housed[0].told
        else years_grid(size, found, ways(m.publication, CHANCE, LEFT)),
        ways=ways(m.publication, *((CHANCE, LEFT) if found.housed[0].told else ()), DELAY),
        already_ways=ways(m.publication, ALREADY),
    )


def scope(name: str, whole: str, status: str) -> str:
    """Return why the figures are those of the whole authority."""
    reason = STOPPED.get(Status(status), STOPPED[Status.MISSING])
    return (
        f"{words.upper_first(words.a(name))}, {reason}{words.NNBSP}: les nombres qui suivent sont "
        f"ceux de l’ensemble {words.de(whole)}."
    )


def chance_sentence(where: str, year: int, found: Curve) -> str:
    """Return « sur 100 ménages… 14 auraient signé un bail en 1 an et 27 en 4 ans »."""
    first = found.housed[0]
    if not first.told:
        reason = STOPPED.get(Status(first.status), STOPPED[Status.MISSING])
        return f"Pour {where}, la chance d’être logé n’est pas publiée{words.NNBSP}: {reason}."
    start = (
        f"Si les rythmes de {year} se maintenaient, sur{words.NBSP}100{words.NBSP}ménages qui "
        f"demandent {where},"
    )
    if not first.known:
        return f"{start} {people_range(first)} auraient signé un bail en 1{words.NBSP}an."
    last = found.known
    said = f"{start} {people(first.amount or 0)} auraient signé un bail en 1{words.NBSP}an"
    if last == 1:
        return f"{said}."
    final = people(found.housed[last - 1].amount or 0)
    return f"{said} et {final} en {words.counted(last, 'an')}."


def ends_sentence(found: Curve) -> str:
    """Return what becomes of those not housed, then where and why the curve stops."""
    last = found.known
    parts = []
    if last and found.left[last - 1].known:
        housed = int(words.rounded(found.housed[last - 1].amount or 0))
        gone = int(words.rounded(found.left[last - 1].amount or 0))
        still = ALL - housed - gone
        parts.append(
            f"Au bout de {words.counted(last, 'an')}, {gone} seraient sortis du fichier sans "
            f"logement et {still} attendraient encore."
        )
    if said := stops(found):
        parts.append(said)
    return " ".join(parts)


def sure_sentence(found: Curve) -> str:
    """Return what chance alone can change, at the first and the last known year."""
    years = [y for y in dict.fromkeys((1, found.known)) if y]
    spans = [
        f"{people_range(found.housed[y - 1])} en {words.counted(y, 'an')}"
        for y in years
        if found.housed[y - 1].low is not None
    ]
    if not spans:
        return ""
    return (
        f"Le hasard seul peut déplacer ces nombres{words.NNBSP}: {words.listing(spans)}, "
        "95 fois sur 100."
    )


def housed_sentence(m: Material, code: str, name: str, size: str) -> str:
    """Return the delay of those housed in the year, in the commune or else in the whole."""
    year = m.reader.last_year(DELAY)
    whole = m.publication.territory
    for place, said in ((code, name), (whole.siren, whole.short_name)):
        middle = m.reader.value(DELAY, year, place, size, "mediane")
        if middle.amount is not None:
            return (
                f"{words.upper_first(words.a(said))}, la moitié des ménages logés en {year} avait "
                f"attendu moins de {spoken(middle.amount)}."
            )
    return "Le délai des ménages logés n’est pas publié."


def differ_sentence(m: Material, code: str, size: str, found: Curve) -> str:
    """Return why a short delay and a small chance are both true."""
    whole = m.publication.territory.siren
    year = m.reader.last_year(DELAY)
    middle = m.reader.value(DELAY, year, whole if found.wide else code, size, "mediane")
    first = found.housed[0]
    if middle.amount is None or not first.known:
        return (
            "Le délai ne compte que les ménages logés. La chance compte aussi ceux qui sortent du "
            "fichier sans logement et ceux qui attendent encore."
        )
    months = words.counted(middle.amount, "mois", "mois")
    return (
        f"Les deux sont vrais{words.NNBSP}: le délai ({months}) ne compte que les "
        f"ménages logés, la chance ({people(first.amount or 0)} sur 100 en un an) compte aussi ceux "
        "qui sortent du fichier sans logement et ceux qui attendent encore."
    )


def already_sentences(m: Material, code: str, size: str) -> tuple[str, ...]:
    """Return the chance of the coming year for who has already waited 1, 2, 3 or 4 years."""
    year = m.reader.last_year(ALREADY)
    found = []
    for waited in YEARS:
        value = m.reader.value(ALREADY, year, code, size, f"D_{12 * waited}_M_12")
        if value.known:
            found.append(already_sentence(waited, value))
    return tuple(found)


def already_sentence(waited: int, value: Value) -> str:
    """Return « Vous attendez déjà depuis 2 ans : 12 ménages sur 100 signent dans l’année »."""
    span = f" ({people_range(value)} selon le hasard)" if value.low is not None else ""
    signed = words.of_hundred(value.amount or 0)
    return (
        f"Après {words.counted(waited, 'an')} d’attente{words.NNBSP}: {signed} auraient signé un bail "
        f"dans l’année qui suit{span}."
    )


def best_known(m: Material, code: str, sizes: Sequence[str]) -> str:
    """Return the first size whose own or wider chance is told, all sizes when none is."""
    return next((s for s in sizes if curve(m, code, s).housed[0].told), ENSEMBLE)
