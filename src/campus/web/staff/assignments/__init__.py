"""Assignments for those who set, allot, mark and moderate them."""
