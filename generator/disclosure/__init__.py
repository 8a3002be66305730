"""Disclosure control of tables of counts: attack, proof and repair. Numbers in, numbers out.

The audit works on what is published and needs no secret; the repair needs the true counts.

    system = System(Rule(threshold=11, width=5))
    system.visible("total", 40)
    system.masked("T5+")
    system.total("total", ["T1", "T5+"], origin="attributions_2024.csv")
    report = audit(system)
    for finding in report.findings():
        phrase(explain(system, finding.key), name_of)
    repair(complete).added
"""

from generator.disclosure.attack import KnownTables, Means
from generator.disclosure.audit import audit, block_keys, bounds, whole_table
from generator.disclosure.certificate import Certificate, Lean, Proof, Use, explain
from generator.disclosure.group import telling_cells
from generator.disclosure.linear import linear_disclosures
from generator.disclosure.phrase import phrase
from generator.disclosure.ratio import rounded_mean, rounded_median, rounded_ratio
from generator.disclosure.register import Memory, Release, remember
from generator.disclosure.repair import Cells, Plan, Repair, protect, repair, small
from generator.disclosure.rounding import Rounded, round_counts
from generator.disclosure.system import Fault, Inequality, Key, Published, Rule, System
from generator.disclosure.tables import assemble, crossing
from generator.disclosure.verdict import BlockVerdicts, Finding, Progress, Report, Verdict

__all__ = [
    "BlockVerdicts",
    "Cells",
    "Certificate",
    "Fault",
    "Finding",
    "Inequality",
    "Key",
    "KnownTables",
    "Lean",
    "Means",
    "Memory",
    "Plan",
    "Progress",
    "Proof",
    "Published",
    "Release",
    "Repair",
    "Report",
    "Rounded",
    "Rule",
    "System",
    "Use",
    "Verdict",
    "assemble",
    "audit",
    "block_keys",
    "bounds",
    "crossing",
    "explain",
    "linear_disclosures",
    "phrase",
    "protect",
    "remember",
    "repair",
    "round_counts",
    "rounded_mean",
    "rounded_median",
    "rounded_ratio",
    "small",
    "telling_cells",
    "whole_table",
]
