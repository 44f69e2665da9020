from enum import IntEnum

class SignatureCoverageLevel(IntEnum):
    ENTIRE_REVISION = ...
