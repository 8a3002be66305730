"""Disclosure control of tables of counts: attack, proof and repair. Numbers in, numbers out."""
