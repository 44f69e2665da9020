"""Enrolling people in editions: what staff do."""
