"""Which rule sets an organisation follows, and those of its own."""
