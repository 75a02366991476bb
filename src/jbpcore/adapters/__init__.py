"""The only input and output there is: one technology, one module or folder.

An adapter keeps the promises of a port and imports no other adapter.
"""
