"""The front door: the only room that knows click.

Importing it puts `inspect` off, which click imports at its top, with the parser and tokenizer of Python
behind it, and uses only to write help.
"""

from winhttp_cli.later import postpone

postpone("inspect")
