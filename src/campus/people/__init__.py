"""Persons, organisations and who may do what: roles, memberships, keys, and what each sees of others."""
