"""What other packages add: stores, templates, metrics, exchange rates.

A package says in its metadata, as entry points, what it offers. Nothing is looked for
before somebody asks, nothing is imported before it is used, and whatever is wrong with
one plugin is told of that one and hinders no other.
"""
