"""The HTTP interface for programs: version 1, the W3C test door, documents that anybody may read."""
