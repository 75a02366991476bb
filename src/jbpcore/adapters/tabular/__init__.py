"""Rows of text as targets, bookings and owners, whatever table they stand in."""
