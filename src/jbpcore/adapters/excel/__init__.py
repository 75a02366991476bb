"""Workbooks (.xlsx) in and out; needs the extra ``excel``."""
