"""Readers of published frameworks: a file in, concepts out, nothing written. One file a publisher."""
