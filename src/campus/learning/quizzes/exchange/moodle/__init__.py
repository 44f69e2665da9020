"""Moodle XML, as Moodle 4 and later write and read it."""
