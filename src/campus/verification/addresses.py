"""Which network addresses our machine may be made to call by strangers: public ones only."""

from __future__ import annotations

import ipaddress

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_TEREDO = ipaddress.ip_network("2001::/32")
_SIX_TO_FOUR = ipaddress.ip_network("2002::/16")
_SITE_LOCAL = ipaddress.ip_network("fec0::/10")


def is_public(text: str) -> bool:
    """Say whether an address, as the resolver gave it, belongs to the public internet.

    IPv4 hidden inside IPv6 (mapped, compatible, translated, tunnelled) is judged by what it would reach, or refused.
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        return _is_public_6(address)
    return _is_public_4(address)


def _is_public_4(address: ipaddress.IPv4Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _is_public_6(address: ipaddress.IPv6Address) -> bool:
    if address.ipv4_mapped is not None:
        return _is_public_4(address.ipv4_mapped)
    if address in _NAT64:
        return _is_public_4(ipaddress.IPv4Address(address.packed[-4:]))
    if any(address in network for network in (_NAT64_LOCAL, _TEREDO, _SIX_TO_FOUR, _SITE_LOCAL)):
        return False
    if int(address) >> 32 == 0:  # ::/96, once "IPv4-compatible"
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_link_local)
