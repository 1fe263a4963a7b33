"""The keyring of the system (Keychain, Credential Locker, Secret Service), where there is one.

Promise: the `keyring` package, an extra, stands behind this one door and is loaded when a password is
put there or fetched, never before. Without it, or where it has no place to put anything, `find` says
so. Knows nothing of what the passwords are for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from winhttp_cli.errors import Code, ExchangeFault, ExitStatus, Phase

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

#: what passwords of ours are filed under
SERVICE = "whttp"


class Ring:
    """One keyring. Every method raises ExchangeFault (12015, status 10) when it is locked or refuses."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend
        self.name: str = backend.name

    def fetch(self, key: str) -> str:
        """The password under `key`."""
        password = self._asked(lambda: self._backend.get_password(SERVICE, key))
        if password is None:
            raise _refused(f"it holds nothing for {key}")
        return password

    def put(self, key: str, password: str) -> None:
        """Keeps `password` under `key`, in the place of an older one."""
        self._asked(lambda: self._backend.set_password(SERVICE, key, password))

    def remove(self, key: str) -> None:
        """Forgets what is under `key`; nothing there is no failure."""
        if self._asked(lambda: self._backend.get_password(SERVICE, key)) is not None:
            self._asked(lambda: self._backend.delete_password(SERVICE, key))

    def _asked(self, action: Callable[[], T]) -> T:
        from keyring.errors import KeyringError

        try:
            return action()
        except (KeyringError, OSError, RuntimeError) as error:
            raise _refused(str(error)) from None


def find() -> Ring | None:
    """The keyring in use; None without the package, without a backend, or where it was disabled."""
    try:
        import keyring
        from keyring.backends import fail, null
    except ImportError:
        return None
    try:
        backend = keyring.get_keyring()
    except (ImportError, AttributeError, RuntimeError, OSError) as error:
        raise _refused(str(error)) from None
    return None if isinstance(backend, fail.Keyring | null.Keyring) else Ring(backend)


def required() -> Ring:
    """The keyring that an earlier run used. Raises ExchangeFault where it is gone."""
    ring = find()
    if ring is None:
        raise _refused("there is none here; install whttp[keyring], or store the password again")
    return ring


def _refused(why: str) -> ExchangeFault:
    return ExchangeFault(
        f"the keyring gives no password: {why}",
        Code.ERROR_WINHTTP_LOGIN_FAILURE,
        Phase.SETUP,
        status=ExitStatus.AUTHENTICATION,
        hint="whttp credentials list shows what is kept where",
    )
