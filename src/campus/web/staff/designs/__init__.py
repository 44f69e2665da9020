"""Designing micro-credentials: the list, the form in steps, the overview with its findings, the versions."""
