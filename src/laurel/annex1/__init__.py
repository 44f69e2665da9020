"""The record of one micro-credential: the European standard elements, their words and their checks."""
