from typing import Any

from cryptography.x509 import Certificate

def translate_pyca_cryptography_cert_to_asn1(cert: Certificate) -> Any: ...
