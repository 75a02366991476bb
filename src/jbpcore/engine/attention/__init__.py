"""What needs somebody's attention: nudges, in what order, and when they keep quiet.

:func:`jbpcore.planning.attention.attention` asks all of it about one plan.
"""
