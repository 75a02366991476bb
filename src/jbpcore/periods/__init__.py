"""Spans of days: ranges, fiscal calendars, workdays."""
