"""Every breach comes with an attack that can be redone by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from generator.disclosure.certificate import explain
from generator.disclosure.phrase import phrase
from generator.disclosure.system import FAR, Inequality, Key, Rule, System
from tests.disclosure.enumeration import Crossing, ranges
from tests.disclosure.examples import case_system, cases, crossings, system_of

COMMUNES = ["Besné", *(f"commune {i}" for i in range(9))]


def besne() -> System:
    """Return one typology of ten communes, one of them hidden."""
    system = System()
    system.visible("EPCI", 117)
    for i, commune in enumerate(COMMUNES[1:]):
        system.visible(commune, 11 + i // 3)
    system.masked("Besné")
    system.total("EPCI", COMMUNES, origin="attributions_2024.csv")
    return system


def name_of(keys: tuple[Key, ...]) -> str:
    """Return the words of the issue."""
    if len(keys) == 9:
        return "les neuf autres communes (lignes 3 à 11)"
    return {"EPCI": "total T4 (ligne 12)", "Besné": "Besné, T4"}.get(str(keys[0]), str(keys[0]))


def test_the_phrase_names_the_operation_and_never_its_result() -> None:
    """Public outputs name the cells and the operation."""
    certificate = explain(besne(), "Besné")
    assert (
        phrase(certificate, name_of)
        == "Besné, T4 = total T4 (ligne 12) − les neuf autres communes (lignes 3 à 11)"
    )
    assert certificate.by_subtraction
    assert "9" not in repr(certificate.proofs[0].value) or "value=" not in repr(certificate)


def test_the_result_is_given_when_asked() -> None:
    """For the local file of the secretariat."""
    text = phrase(explain(besne(), "Besné"), name_of, with_value=True)
    assert text.endswith("= 9")


def test_a_range_closed_by_positive_counts_is_told_as_two_bounds() -> None:
    """A hidden count is at least 1: the reader uses it, so does the sentence."""
    system = System(Rule(threshold=11, width=5))
    for key, value in {"total": 15, "T3": 13}.items():
        system.visible(key, value)
    for key in ("T1", "T2"):
        system.masked(key)
    system.total("total", ["T1", "T2", "T3"])
    certificate = explain(system, "T1")
    assert certificate.exact
    assert certificate.verify(system.freeze())
    assert (
        phrase(certificate, lambda keys: " et ".join(map(str, keys)))
        == "T1 ≤ total − T3 − 1 (au moins : T2) ; T1 ≥ 1 (au moins : T1)"
        " : une seule valeur est possible"
    )


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(crossings())
def test_certificates_prove_the_ranges_of_the_enumerating_attacker(table: Crossing) -> None:
    """Each proof is a sum of published facts, verified in whole numbers."""
    system = system_of(table, Rule(zeros_published=table.least == 1))
    published = system.freeze()
    for place, span in ranges(table).items():
        certificate = explain(published, place)
        assert (certificate.lower, certificate.upper) == span
        assert certificate.verify(published)


def test_a_forged_proof_is_refused() -> None:
    """Verification is what makes a certificate worth reading."""
    system = besne()
    certificate = explain(system, "Besné")
    proof = certificate.proofs[0]
    assert not replace(proof, value=8).verify(system.freeze())
    assert not replace(proof, uses=()).verify(system.freeze())
    assert not replace(certificate, lower=8, upper=8).verify(system.freeze())


def test_the_shortest_attack_is_found_in_a_long_chain() -> None:
    """One equation is enough even where a detour of many would do."""
    system = besne()
    for i in range(6):
        system.visible(("more", i), 30)
        system.total(("sum", i), ["Besné", ("more", i)])
        system.visible(("sum", i), 39)
    assert len(explain(system, "Besné").proofs[0].uses) == 1


def test_a_cell_without_upper_end_has_one_proof() -> None:
    """Nothing bounds it from above."""
    system = System()
    system.masked("a")
    certificate = explain(system, "a")
    assert (certificate.lower, certificate.upper) == (1, None)
    assert len(certificate.proofs) == 1


def test_a_rounded_share_that_tells_two_values_is_divided() -> None:
    """Inequalities count like equations, and sums may bound several times the cell."""
    system = System(Rule(zeros_published=False))
    system.masked("n")
    system.inequality(Inequality({"n": 3}, 10, 17, "part publiée"))
    certificate = explain(system, "n")
    assert (certificate.lower, certificate.upper) == (4, 5)
    assert certificate.verify(system.freeze())
    assert FAR not in (certificate.lower, certificate.upper)


@pytest.mark.parametrize("case", cases("audit"), ids=lambda case: case["id"])
def test_known_disclosures_are_explained(case: dict[str, Any]) -> None:
    """Each disclosed cell of a known case has a proof that holds."""
    system = case_system(case, case["hidden"])
    for key in case["hidden"]:
        certificate = explain(system, key)
        assert certificate.verify(system.freeze())
        assert [certificate.lower, certificate.upper] == case["expected"]["bounds"][key]
