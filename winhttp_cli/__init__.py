"""whttp: WinHTTP for every shell. Nothing is imported here, so that every start stays cheap."""

__version__ = "0.1.0"
