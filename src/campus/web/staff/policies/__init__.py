"""The rule sets of an organisation: which ones it measures itself by, and its own."""
