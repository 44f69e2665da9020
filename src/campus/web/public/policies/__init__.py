"""Rule sets for everybody: what each asks for, and how two of them differ."""
