"""Answers: pure functions from a plan, its ledger and a day to frozen results.

Nothing here reads a clock, does input or output, or knows a locale.
"""
