"""The public catalogue: find, compare, see where it is thin; for people and for search engines."""
