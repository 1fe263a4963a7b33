"""The value of CLIENT_CERT_CONTEXT: a certificate file, or the statement that there is none."""

from __future__ import annotations

from winhttp_cli.options.kinds import BadValue, Choice, Kind
from winhttp_cli.record import dataclass

_NONE_NAME = "WINHTTP_NO_CLIENT_CERT_CONTEXT"


@dataclass(frozen=True, slots=True)
class ClientCertificateSource:
    """`path` is a PEM or PKCS#12 file; "" is WINHTTP_NO_CLIENT_CERT_CONTEXT: send none and go on."""

    path: str

    @property
    def is_none(self) -> bool:
        return not self.path


NO_CLIENT_CERT_CONTEXT = ClientCertificateSource("")


class ClientCertificateKind(Kind[ClientCertificateSource | None]):
    """A file, or `none`. A file that is called none is written ./none."""

    metavar = "FILE|none"
    completion = "file"
    choices = (Choice("none", _NONE_NAME, 0, "answer the server's request with no certificate"),)

    def parse(self, text: str) -> ClientCertificateSource | None:
        if text.strip().lower() in ("none", _NONE_NAME.lower(), "0"):
            return NO_CLIENT_CERT_CONTEXT
        if not text.strip() or "\0" in text:
            raise BadValue("the name of a certificate file is empty or holds a NUL")
        return ClientCertificateSource(text)

    def show(self, value: ClientCertificateSource | None) -> str:
        if value is None:
            return ""
        return "none" if value.is_none else value.path

    def range_text(self) -> str:
        return f"a PEM or PKCS#12 file, or none ({_NONE_NAME})"
