from typing import Any

class SignedDataCerts:
    signer_cert: Any
    other_certs: list[Any]

def extract_signer_info(signed_data: Any) -> Any: ...
def extract_certificate_info(signed_data: Any) -> SignedDataCerts: ...
