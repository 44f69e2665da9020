"""Webhooks: an organisation's own software is told what happened, as the Standard Webhooks specification says.

A fact becomes a message, and a delivery of it for each address that wants to know. A delivery goes out at least once, signed,
and is tried again over three days. Messages hold ids and codes; names and addresses are never in them.
"""
