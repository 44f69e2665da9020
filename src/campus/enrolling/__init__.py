"""Editions that one can join: applications, prerequisites, seats and the waiting list, identity."""
