"""The command line: `laurel keys | issue | verify | status | inspect | lint`, on files, without a server."""

from laurel.cli.app import app, main

__all__ = ["app", "main"]
