"""Checking any credential for anybody: fetching under guard, and saying what is known and what is not."""
