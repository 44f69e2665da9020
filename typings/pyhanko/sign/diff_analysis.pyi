from enum import IntEnum

class ModificationLevel(IntEnum):
    LTA_UPDATES = ...

class DiffResult:
    modification_level: ModificationLevel

class SuspiciousModification(ValueError): ...  # noqa: N818 - their name
