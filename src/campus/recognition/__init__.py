"""Programmes and stacks, the recognition desk, its decisions, appeals and agreements."""
