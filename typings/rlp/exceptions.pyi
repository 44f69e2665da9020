class RLPException(Exception): ...  # noqa: N818 - their name
