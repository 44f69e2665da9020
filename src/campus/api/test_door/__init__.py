"""The test door: the VC-API as the W3C's test suites speak it, without log-in, for programs on this machine alone.

    keys     who the test issuers are: keys that everybody can work out, so that nobody takes them for real ones
    suites   how each of them signs
    issuing  what is refused before signing
    answers  what was found, in the words of the VC-API
    edition  the addresses

It is served only where LAUREL_TEST_DOOR is set, which production refuses (`campus.config`).
"""
