"""Projections of the record into other forms, and what each cannot carry."""
