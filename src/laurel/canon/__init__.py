"""One text for one meaning: strict JSON, RFC 8785, JSON-LD in safe mode, RDFC-1.0, and the contexts we hold."""
