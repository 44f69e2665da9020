"""The platform: everything around the credential library that needs people, a database and the web."""
