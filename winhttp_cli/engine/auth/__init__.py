"""Authentication schemes: a challenge in, a header value out, no I/O.

Promise: `challenges` reads what a server or proxy offers; each scheme is one file with one generator
that is given its first challenge and yields header values, one per leg, until it has no answer left.
The same code answers 401 and 407. Must not know connections, headers' names, options or settings.
"""
