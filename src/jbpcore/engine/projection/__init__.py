"""Where a period finishes, from what is booked so far and what earlier years did.

This is the one part of the engine that reckons with floats: logarithms, deviations and
quantiles have no exact value to keep. Amounts stay exact; a statistical factor is
rounded to twelve digits before it meets one, and the result to the minor unit.
"""
