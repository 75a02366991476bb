"""The nouns of a joint business plan, all frozen.

A noun checks itself when it is made and answers questions about itself only. What
changes a plan is in :mod:`jbpcore.planning`, what measures it in :mod:`jbpcore.engine`.
"""
