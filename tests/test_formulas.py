"""Shapes of formulas: what is added, divided, interpolated, and what stays hidden."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.errors import MergeError

from generator.errors import DefinitionError
from generator.formulas import (
    Count,
    Counts,
    Moment,
    Ratio,
    Share,
    Statistic,
    masked_sum,
)
from generator.model import Counting, Field, Formula, SecrecyRule, Table

INTEGERS = ("annee", "nb", "nb_demandes", "nb_baux")
NUMBERS = ("delai_mois",)
KEYS = ("annee", "date", "code_territoire", "typologie")
FEW = settings(max_examples=40, deadline=None)
"""Frames are slow to make: forty examples, and no limit for each on a loaded computer."""
BANDS = ("M_0_12", "M_12_24", "M_24_36", "M_36_48", "M_48_60", "M_60_120", "M_120_P")


def drawn(text: str) -> pd.DataFrame:
    """Return the frame drawn in `text`: cells between bars, header first, empty cells missing."""
    rows = [
        [c.strip() for c in line.split("|")] for line in textwrap.dedent(text).split("\n") if line
    ]
    raw = pd.DataFrame(rows[1:], columns=rows[0], dtype="string")
    raw = raw.mask(raw == "").set_axis(range(2, len(rows) + 1))
    kinds = {c: kind_of(c) for c in raw}
    types: Mapping[str, Any] = {"integer": "Int64", "number": "Float64", "string": "string"}
    return raw.assign(**{str(c): raw[c].astype(types[kind]) for c, kind in kinds.items()})


def kind_of(column: Any) -> str:  # noqa: ANN401 - a column label
    """Return the type that a schema would give a column of the tests."""
    return "integer" if column in INTEGERS else "number" if column in NUMBERS else "string"


def table(name: str, text: str, *, rule: str = "effectif_simple", sensitive: str = "") -> Table:
    """Return a checked table with the rows drawn; every dimension has the margin « ensemble »."""
    frame = drawn(text)
    measures = {str(c).removesuffix("_statut") for c in frame if str(c).endswith("_statut")}
    keys = tuple(str(c) for c in frame if str(c).removesuffix("_statut") not in measures)
    return Table(
        package="paquet", package_title="Paquet", version="1", name=name, title=name,
        description="", frame=frame,
        fields=tuple(Field(str(c), str(c), "", kind_of(c), {}) for c in frame),
        keys=keys, margins={k: "ensemble" for k in keys if k not in KEYS}, demonstration=True,
        counting=Counting("bail", "", "Producteur d’essai", "2025-01-01", ""),
        secrecy=SecrecyRule(rule, tuple(sensitive.split())), where=f"{name}.csv",
    )  # fmt: skip


def values(formula: Formula, *tables: Table) -> list[tuple[Any, ...]]:
    """Return the rows of a formula as tuples; missing cells are None."""
    frame = formula.values({t.name: t for t in tables}).astype(object)
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in frame.drop(columns=["bas", "haut"]).itertuples(index=False, name=None)
    ]


# --- sums that do not lie ---------------------------------------------------------------------

CELLS = st.lists(
    st.tuples(
        st.sampled_from("AB"),
        st.sampled_from(("T1", "T2")),
        st.one_of(st.none(), st.integers(0, 500)),
        st.sampled_from(("", "provisoire", "revise")),
        st.sampled_from(("secret", "nd", "so")),
    ),
    max_size=12,
)


def counted(cells: Sequence[tuple[str, str, int | None, str, str]]) -> pd.DataFrame:
    """Return rows whose status is the first one when a number is known, the second otherwise."""
    rows = [
        (place, size, n, known if n is not None else why) for place, size, n, known, why in cells
    ]
    columns = ["lieu", "taille", "nb", "statut"]
    typed = {"lieu": "string", "taille": "string", "nb": "Int64", "statut": "string"}
    return pd.DataFrame(rows, columns=columns).astype(typed)


def records(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """Return the rows of a frame as tuples; missing cells are None."""
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in frame.astype(object).itertuples(index=False, name=None)
    ]


def naive(rows: pd.DataFrame, by: Sequence[str]) -> list[tuple[Any, ...]]:
    """Add with dictionaries, as a reader with a pencil would."""
    order = ["", "provisoire", "revise", "so", "nd", "secret"]
    groups: dict[tuple[str, ...], list[tuple[int | None, str]]] = {}
    for row in rows.to_dict("records"):
        cell = (None if pd.isna(row["nb"]) else int(row["nb"]), str(row["statut"]))
        groups.setdefault(tuple(str(row[b]) for b in by), []).append(cell)
    return [
        (
            *key,
            None if any(n is None for n, _ in cells) else sum(n or 0 for n, _ in cells),
            max((status for _, status in cells), key=order.index),
        )
        for key, cells in sorted(groups.items())
    ]


def test_one_hidden_part_hides_the_sum() -> None:
    """A total that left out a hidden part would be false; a total beside it would betray it."""
    rows = counted(
        [("A", "T1", 12, "", ""), ("A", "T2", None, "", "secret"), ("B", "T1", 7, "provisoire", "")]
    )
    assert records(masked_sum(rows, ["lieu"], "nb")) == [
        ("A", None, "secret"),
        ("B", 7, "provisoire"),
    ]


def test_the_heaviest_reason_is_the_reason_of_the_sum() -> None:
    """Secrecy outweighs a number never received, which outweighs nothing to count."""
    rows = counted(
        [
            ("A", "T1", None, "", "so"),
            ("A", "T2", None, "", "nd"),
            ("B", "T1", None, "", "nd"),
            ("B", "T2", None, "", "secret"),
            ("C", "T1", 3, "revise", ""),
            ("C", "T2", 4, "provisoire", ""),
        ]
    )
    assert records(masked_sum(rows, ["lieu"], "nb")) == [
        ("A", None, "nd"),
        ("B", None, "secret"),
        ("C", 7, "revise"),
    ]


@FEW
@given(CELLS, st.sampled_from((("lieu",), ("taille",), ("lieu", "taille"))))
def test_sums_are_those_of_a_pencil(
    cells: list[tuple[str, str, int | None, str, str]], by: tuple[str, ...]
) -> None:
    """Vectorised or by hand, the same sums, hidden in the same places."""
    rows = counted(cells)
    assert records(masked_sum(rows, by, "nb")) == naive(rows, by)


@FEW
@given(CELLS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_sum(
    cells: list[tuple[str, str, int | None, str, str]], chance: random.Random
) -> None:
    """A deposit sorted otherwise says the same."""
    shuffled = chance.sample(cells, len(cells))
    by = ["lieu", "taille"]
    pd.testing.assert_frame_equal(
        masked_sum(counted(cells), by, "nb"), masked_sum(counted(shuffled), by, "nb")
    )


# --- counts -----------------------------------------------------------------------------------

BAUX = """
    annee | code_territoire | typologie | delai    | nb_baux | nb_baux_statut
    2023  | 99001           | T3        | M_0_12   | 20      |
    2023  | 99001           | T3        | M_12_24  | 12      |
    2023  | 99001           | T3        | M_24_P   |         | secret
    2023  | 99001           | T3        | ensemble | 40      |
"""
ALL_BAUX = Counts("baux", "nb_baux", "baux signés")


def test_a_margin_is_read_and_not_added() -> None:
    """The deposit gives its own total, 40; adding the visible parts would give 32."""
    assert values(Count(ALL_BAUX), table("baux", BAUX)) == [
        (2023, "99001", "T3", "", 40.0, 40, None, "")
    ]


def test_several_categories_are_added() -> None:
    """Kept categories make one count: 20 and 12 leases are 32."""
    short = Counts("baux", "nb_baux", "baux", where={"delai": ("M_0_12", "M_12_24")})
    assert values(Count(short), table("baux", BAUX)) == [
        (2023, "99001", "T3", "", 32.0, 32, None, "")
    ]


def test_a_hidden_category_hides_the_count_it_is_part_of() -> None:
    """20 leases and a hidden number are a hidden number."""
    some = Counts("baux", "nb_baux", "baux", where={"delai": ("M_0_12", "M_24_P")})
    assert values(Count(some), table("baux", BAUX)) == [
        (2023, "99001", "T3", "", None, None, None, "secret")
    ]


@pytest.mark.parametrize("dimension", ["typologie", "annee", "date", "code_territoire", "delai"])
def test_a_choice_that_no_row_would_follow_is_refused(dimension: str) -> None:
    """A result has a row for each year, place and size, and for each code kept apart.

    Asking for T3 alone would be ignored and every size published under that name.
    """
    with pytest.raises(DefinitionError, match=f"where cannot choose among .*{dimension}"):
        Counts("baux", "nb_baux", "baux", where={dimension: ("T3",)}, keep="delai")


def test_the_column_of_the_place_cannot_be_chosen_either() -> None:
    """A register of communes names its place in its own way."""
    with pytest.raises(DefinitionError, match="code_commune"):
        Counts("sru", "nb", "logements", where={"code_commune": ("99001",)}, place="code_commune")


def test_a_choice_in_a_dimension_that_the_table_lacks_is_refused() -> None:
    """A name with a slip of the pen would otherwise choose nothing and count everything."""
    wrong = Counts("baux", "nb_baux", "baux", where={"delais": ("M_0_12",)})
    with pytest.raises(DefinitionError, match="delais"):
        Count(wrong).values({"baux": table("baux", BAUX)})


def test_a_dimension_kept_apart_gives_one_modality_each_without_its_margin() -> None:
    """The margin is no modality: it would count every lease twice."""
    apart = Counts("baux", "nb_baux", "baux", keep="delai")
    assert values(Count(apart), table("baux", BAUX)) == [
        (2023, "99001", "T3", "M_0_12", 20.0, 20, None, ""),
        (2023, "99001", "T3", "M_12_24", 12.0, 12, None, ""),
        (2023, "99001", "T3", "M_24_P", None, None, None, "secret"),
    ]


@pytest.mark.parametrize(("moment", "year"), [(Moment.START, 2024), (Moment.END, 2023)])
def test_a_stock_counts_for_the_year_it_starts_or_the_year_it_ends(
    moment: Moment, year: int
) -> None:
    """The stock of 1 January 2024 is the one of the morning of 2024 and of the evening of 2023."""
    stock = table(
        "stock",
        """
        date       | code_territoire | typologie | nb_demandes | nb_demandes_statut
        2024-01-01 | 99001           | T3        | 60          |
        """,
    )
    counts = Counts("stock", "nb_demandes", "demandes", moment=moment)
    assert values(Count(counts), stock) == [(year, "99001", "T3", "", 60.0, 60, None, "")]


def test_a_table_of_the_whole_territory_has_its_code_and_all_sizes() -> None:
    """A table without place or size describes the whole authority and every size of home."""
    whole = table("total", "annee | nb | nb_statut\n2023 | 12 |")
    epci = table("epci", "siren_epci | nom\n200000001 | Essai")
    assert values(Count(Counts("total", "nb", "baux")), whole, epci) == [
        (2023, "200000001", "ensemble", "", 12.0, 12, None, "")
    ]


def test_a_provisional_count_stays_visible_and_says_so() -> None:
    """Provisional and revised numbers are shown with their status."""
    rows = "annee | code_territoire | nb_baux | nb_baux_statut\n2023 | 99001 | 40 | provisoire"
    assert values(Count(ALL_BAUX), table("baux", rows)) == [
        (2023, "99001", "ensemble", "", 40.0, 40, None, "provisoire")
    ]


# --- shares and ratios ------------------------------------------------------------------------

PARTS = Share(Counts("baux", "nb_baux", "baux par délai", keep="delai"), ALL_BAUX)


def test_each_modality_is_a_share_of_the_same_whole() -> None:
    """20 and 12 leases among 40 are 50 % and 30 %; the hidden one stays hidden."""
    assert values(PARTS, table("baux", BAUX)) == [
        (2023, "99001", "T3", "M_0_12", 50.0, 20, 40, ""),
        (2023, "99001", "T3", "M_12_24", 30.0, 12, 40, ""),
        (2023, "99001", "T3", "M_24_P", None, None, None, "secret"),
    ]


def test_a_share_of_nothing_has_no_meaning() -> None:
    """Zero leases leave nothing to divide: « sans objet », and neither 0 % nor an error."""
    rows = """
        annee | code_territoire | delai    | nb_baux | nb_baux_statut
        2023  | 99001           | M_0_12   | 0       |
        2023  | 99001           | ensemble | 0       |
    """
    assert values(PARTS, table("baux", rows)) == [
        (2023, "99001", "ensemble", "M_0_12", None, None, None, "so")
    ]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("12 |", "48 | provisoire", (25.0, 12, 48, "provisoire")),
        ("12 | revise", "48 | provisoire", (25.0, 12, 48, "revise")),
        ("12 |", " | secret", (None, None, None, "secret")),
        (" | nd", " | secret", (None, None, None, "secret")),
        (" | secret", "48 | provisoire", (None, None, None, "secret")),
        (" | so", " | nd", (None, None, None, "nd")),
        (" | secret", "0 |", (None, None, None, "secret")),
        ("12 | provisoire", " | nd", (None, None, None, "nd")),
    ],
)
def test_the_heavier_status_of_a_fraction_wins(
    above: str, below: str, expected: tuple[Any, ...]
) -> None:
    """What hides one half of a fraction hides all of it, and the heavier reason is given."""
    rows = f"""
        annee | code_territoire | delai    | nb_baux | nb_baux_statut
        2023  | 99001           | M_0_12   | {above}
        2023  | 99001           | ensemble | {below}
    """
    assert values(PARTS, table("baux", rows)) == [(2023, "99001", "ensemble", "M_0_12", *expected)]


def test_a_ratio_divides_the_stock_at_the_end_of_the_year_by_the_flow_of_the_year() -> None:
    """60 demandes on 31 December 2023 for 40 leases of 2023; years without both are left out."""
    stock = table(
        "stock",
        """
        date       | code_territoire | nb_demandes | nb_demandes_statut
        2024-01-01 | 99001           | 60          |
        2025-01-01 | 99001           | 70          |
        """,
    )
    flow = table(
        "baux",
        """
        annee | code_territoire | nb_baux | nb_baux_statut
        2022  | 99001           | 30      |
        2023  | 99001           | 40      |
        """,
    )
    ratio = Ratio(Counts("stock", "nb_demandes", "demandes", moment=Moment.END), ALL_BAUX)
    assert values(ratio, stock, flow) == [(2023, "99001", "ensemble", "", 1.5, 60, 40, "")]


def test_a_ratio_to_nothing_has_no_meaning() -> None:
    """Demandes without any lease give no pressure: « sans objet »."""
    stock = table("stock", "annee | nb_demandes | nb_demandes_statut\n2023 | 60 |")
    flow = table("baux", "annee | nb_baux | nb_baux_statut\n2023 | 0 |")
    ratio = Ratio(Counts("stock", "nb_demandes", "demandes"), ALL_BAUX)
    assert values(ratio, stock, flow) == [
        (2023, "ensemble", "ensemble", "", None, None, None, "so")
    ]


def test_a_whole_that_is_cut_in_parts_is_refused() -> None:
    """One numerator has one denominator: a base with modalities is a mistake of a declaration."""
    apart = Counts("baux", "nb_baux", "baux", keep="delai")
    with pytest.raises(MergeError):
        Share(ALL_BAUX, apart).values({"baux": table("baux", BAUX)})


@FEW
@given(st.lists(st.integers(0, 400), min_size=1, max_size=6).filter(any))
def test_shares_of_a_whole_lie_between_0_and_100_and_add_up(counts: list[int]) -> None:
    """Parts of one whole make 100 % together."""
    rows = "".join(f"2023 | 99001 | M_{i} | {n} |\n" for i, n in enumerate(counts))
    text = "annee | code_territoire | delai | nb_baux | nb_baux_statut\n"
    whole = f"2023 | 99001 | ensemble | {sum(counts)} |\n"
    shares = [row[4] for row in values(PARTS, table("baux", text + rows + whole))]
    assert all(0 <= share <= 100 for share in shares)
    assert sum(shares) == pytest.approx(100)


# --- statistics of the producer ---------------------------------------------------------------

MEDIAN = Statistic("delais", "delai_mois", "statistique", ("mediane",), ALL_BAUX, "médiane")


def delays(cells: str) -> Table:
    """Return a table with one median."""
    head = "annee | code_territoire | typologie | statistique | delai_mois | delai_mois_statut"
    return table("delais", f"{head}\n2023 | 99001 | T3 | mediane | {cells}")


def leases(cells: str) -> Table:
    """Return a table with one count of leases."""
    head = "annee | code_territoire | typologie | nb_baux | nb_baux_statut"
    return table("baux", f"{head}\n2023 | 99001 | T3 | {cells}")


@pytest.mark.parametrize(
    ("delay", "base", "expected"),
    [
        ("18 |", "25 |", (18.0, None, 25, "")),
        ("18 | provisoire", "25 |", (18.0, None, 25, "provisoire")),
        ("18 |", "25 | revise", (18.0, None, 25, "revise")),
        (" | secret", "25 |", (None, None, None, "secret")),
        ("18 |", " | secret", (None, None, None, "secret")),
        ("18 | provisoire", " | secret", (None, None, None, "secret")),
        (" | so", "0 |", (None, None, None, "so")),
        ("18 |", "0 |", (None, None, None, "so")),
    ],
)
def test_a_delay_is_seen_only_with_the_leases_behind_it(
    delay: str, base: str, expected: tuple[Any, ...]
) -> None:
    """A hidden base hides the delay, whatever the delay says of itself; no lease, no delay."""
    assert values(MEDIAN, delays(delay), leases(base)) == [
        (2023, "99001", "T3", "mediane", *expected)
    ]


def test_only_the_statistics_named_are_kept_one_modality_each() -> None:
    """The mean is another indicator's: it is left out here."""
    text = """
        annee | code_territoire | typologie | statistique | delai_mois | delai_mois_statut
        2023  | 99001           | T3        | moyenne     | 22         |
        2023  | 99001           | T3        | q1          | 9          |
        2023  | 99001           | T3        | q3          | 31         |
    """
    both = Statistic("delais", "delai_mois", "statistique", ("q1", "q3"), ALL_BAUX, "quartiles")
    assert values(both, table("delais", text), leases("25 |")) == [
        (2023, "99001", "T3", "q1", 9.0, None, 25, ""),
        (2023, "99001", "T3", "q3", 31.0, None, 25, ""),
    ]


# --- what a formula says of itself ------------------------------------------------------------

SENSITIVE = table("baux", BAUX, sensitive="delai")
LATE = Counts("baux", "nb_baux", "baux après un an", where={"delai": ("M_12_24",)})


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Count(ALL_BAUX), 5),
        (Count(LATE), 11),
        (Count(Counts("baux", "nb_baux", "baux", where={"delai": ("ensemble",)})), 5),
        (PARTS, 11),
        (Share(LATE, ALL_BAUX), 11),
        (Ratio(ALL_BAUX, ALL_BAUX), 5),
        (Ratio(ALL_BAUX, LATE), 11),
        (Statistic("delais", "delai_mois", "statistique", ("q1",), ALL_BAUX, "quartile"), 11),
    ],
)
def test_a_formula_takes_the_strictest_threshold_of_what_it_reads(
    formula: Formula, expected: int
) -> None:
    """A sensitive dimension read off its margin asks for 11 households; delays always do."""
    assert formula.threshold({"baux": SENSITIVE}) == expected


def test_a_formula_names_the_tables_and_columns_it_reads() -> None:
    """The dictionary and the checks of a declaration come from here; nothing is named twice."""
    both = Ratio(Counts("stock", "nb_demandes", "demandes"), ALL_BAUX)
    assert (PARTS.tables, dict(PARTS.columns())) == (
        ("baux",),
        {"baux": ("nb_baux", "delai")},
    )
    assert (both.tables, dict(both.columns())) == (
        ("stock", "baux"),
        {"stock": ("nb_demandes",), "baux": ("nb_baux",)},
    )
    assert (MEDIAN.tables, dict(MEDIAN.columns())) == (
        ("delais", "baux"),
        {"delais": ("delai_mois", "statistique"), "baux": ("nb_baux",)},
    )
    assert (Count(LATE).tables, dict(Count(LATE).columns())) == (
        ("baux",),
        {"baux": ("nb_baux", "delai")},
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (Count(ALL_BAUX), "nombre de baux signés"),
        (
            Share(LATE, ALL_BAUX),
            "100 × «\u202fbaux après un an\u202f» ÷ «\u202fbaux signés\u202f»",
        ),
        (Ratio(LATE, ALL_BAUX), "«\u202fbaux après un an\u202f» ÷ «\u202fbaux signés\u202f»"),
        (MEDIAN, "médiane, calculé par le producteur sur les durées exactes"),
    ],
)
def test_a_formula_says_itself_in_french(formula: Formula, expected: str) -> None:
    """The formula on the page is made from the one that computes."""
    assert formula.words() == expected
