"""The attack in one French sentence that a person can check with a pencil."""

from __future__ import annotations

from collections.abc import Callable

from generator.disclosure.certificate import Certificate, Lean, Proof
from generator.disclosure.solver import MAXIMISE
from generator.disclosure.system import Key

# Names one cell, or several of one equation: « les neuf autres communes (lignes 3 à 11) ».
NameOf = Callable[[tuple[Key, ...]], str]
_Group = tuple[int, str]


def phrase(certificate: Certificate, name_of: NameOf, *, with_value: bool = False) -> str:
    """Return the operation that recovers or bounds a hidden cell, without its result.

    The result goes to a local file only: logs and pages ask without `with_value`.

    Args:
        certificate: from `explain`.
        name_of: words for cells, with their file and lines.
        with_value: whether to add what the operation gives.
    """
    name = name_of((certificate.key,))
    sentences = [
        f"{name} {_relation(certificate, proof)} {_operation(proof, name_of)}"
        + (_result(certificate, proof) if with_value else "")
        for proof in certificate.proofs
    ]
    return " ; ".join(sentences) + _conclusion(certificate)


def _relation(certificate: Certificate, proof: Proof) -> str:
    if certificate.by_subtraction:
        return "="
    return "≤" if proof.sense == MAXIMISE else "≥"


def _result(certificate: Certificate, proof: Proof) -> str:
    if certificate.by_subtraction:
        return f" = {proof.value}"
    return f", soit {proof.value} au {'plus' if proof.sense == MAXIMISE else 'moins'}"


def _conclusion(certificate: Certificate) -> str:
    if certificate.by_subtraction:
        return ""
    if certificate.exact:
        return " : une seule valeur est possible"
    return " : trop peu de valeurs restent possibles"


def _operation(proof: Proof, name_of: NameOf) -> str:
    # a sum of "at most" facts about the cell, read backwards when it proves "at least"
    direction = -proof.sense
    groups = _visible(proof, name_of, direction)
    groups += [_lean(lean, name_of, direction) for lean in proof.leans]
    ordered = [g for g in groups if g[0] > 0] + [g for g in groups if g[0] < 0]
    text = "".join(f" {'+' if count > 0 else '−'} {words}" for count, words in ordered)
    text = text.removeprefix(" + ").strip() or "0"
    return text if proof.divisor == 1 else f"({text}) ÷ {proof.divisor}"


def _visible(proof: Proof, name_of: NameOf, direction: int) -> list[_Group]:
    """Return the visible cells that remain once equal terms cancel, by equation and count."""
    net: dict[Key, int] = {}
    for use in proof.uses:
        for coefficient, key in use.terms:
            net[key] = net.get(key, 0) - direction * use.count * coefficient
    for lean in proof.leans:
        net[lean.key] = 0
    net[proof.key] = 0
    named: list[_Group] = []
    for use in proof.uses:
        together: dict[int, list[Key]] = {}
        for _, key in use.terms:
            count = net.pop(key, 0)
            if count:
                together.setdefault(count, []).append(key)
        named += [(c, _times(abs(c), name_of(tuple(keys)))) for c, keys in together.items()]
    return named


def _lean(lean: Lean, name_of: NameOf, direction: int) -> _Group:
    words = "plus" if lean.count > 0 else "moins"
    known = f"{lean.value} (au {words} : {name_of((lean.key,))})"
    return direction * lean.count, _times(abs(lean.count), known)


def _times(count: int, words: str) -> str:
    return words if count == 1 else f"{count} × {words}"
