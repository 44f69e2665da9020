"""Put a credential into a picture or a PDF, and take it out again.

png.bake · png.extract      svg.bake · svg.extract      pdf.attach · pdf.extract
detect(bytes) -> what it is      unbake(bytes) -> the credential text, whatever carries it
"""

from laurel.bake.unbake import Carrier, detect, unbake

__all__ = ["Carrier", "detect", "unbake"]
