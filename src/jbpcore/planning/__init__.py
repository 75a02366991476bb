"""Moves: pure functions that make plans, or one plan from another.

They read no clock and do no I/O. A move may ask the engine, never the other way.
"""
