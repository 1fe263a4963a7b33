"""The web as revocation sees it: URLs and what they give, without a network."""

from __future__ import annotations

from winhttp_cli.errors import Code, ExchangeFault, Phase


class Web:
    """A `Fetch`. The longest matching start of a URL decides; what is not there is refused."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.seconds: list[float | None] = []

    def __call__(self, url: str, limit: int, seconds: float | None) -> bytes:
        self.asked.append(url)
        self.seconds.append(seconds)
        for start in sorted(self.pages, key=len, reverse=True):
            if url.startswith(start):
                body = self.pages[start]
                assert len(body) <= limit, "the fetcher would refuse so much"
                return body
        raise ExchangeFault(f"{url}: refused", Code.ERROR_WINHTTP_CANNOT_CONNECT, Phase.CONNECT)
