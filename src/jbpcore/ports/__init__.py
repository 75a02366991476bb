"""What jbpcore asks of the world outside, as Protocols with numbered promises.

Each number has tests of its name in :mod:`jbpcore.testing`, so that anybody can prove
their own implementation.
"""
