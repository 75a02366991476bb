"""Rows of text to targets, bookings and owners, whatever kind of table they stand in."""
