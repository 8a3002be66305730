"""Waiting times from grouped, censored durations: numbers in, numbers out.

Every function takes arrays of shape (groups, bands), one group per
commune × typologie × year, and gives arrays over the same groups. Durations are
in months, rates per year. Nothing here reads a file or knows a place.

`results` says what a figure is (known, hidden, out of reach); `bands` describes
the seniority bands; `housed` speaks of those already housed; `lifetable`,
`limits` and `variance` of the chance of being housed; `stockflow`, `threshold`
and `shares` of stocks and proportions; `fallback` of when to climb to the EPCI.
"""
