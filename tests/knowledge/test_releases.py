"""Windows releases: what each starts with, offers and lacks, held against a table of our own."""

from __future__ import annotations

import pytest

from winhttp_cli.knowledge.releases import (
    BUILT_IN,
    OPTION_SINCE,
    RELEASES,
    Release,
    UnknownRelease,
    find_release,
)
from winhttp_cli.options.catalogue import SEED, find

#: word -> WinHTTP's default, what is really offered, HTTP/2 can be asked for, page names it
TABLE = {
    "windows-xp": (0xA0, 0xA0, False, True),
    "windows-server-2003": (0xA0, 0xA0, False, False),
    "windows-vista": (0xA0, 0xA0, False, True),
    "windows-server-2008": (0xA0, 0xA0, False, False),
    "windows-7": (0xA0, 0xA0, False, True),
    "windows-server-2008-r2": (0xA0, 0xA0, False, False),
    "windows-8": (0xA0, 0xA0, False, True),
    "windows-server-2012": (0xA0, 0xA0, False, False),
    "windows-8.1": (0xAA0, 0xAA0, False, True),
    "windows-server-2012-r2": (0xAA0, 0xAA0, False, False),
    "windows-10": (0xAA0, 0xA80, True, True),
    "windows-server-2016": (0xAA0, 0xA80, True, False),
    "windows-server-2019": (0xAA0, 0xA80, True, False),
    "windows-server-2022": (0x2800, 0x2800, True, False),
    "windows-11": (0x2800, 0x2800, True, True),
    "windows-server-2025": (0x2800, 0x2800, True, False),
}
each = pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.word)


def test_every_release_from_xp_to_11_and_server_2003_to_2025_is_there_once() -> None:
    assert [release.word for release in RELEASES] == list(TABLE)


@each
def test_a_release_starts_and_offers_as_the_table_says(release: Release) -> None:
    row = (release.secure_protocols, release.offer, release.http2, release.documented)
    assert row == TABLE[release.word]


@each
def test_the_masks_of_a_release_hold_together(release: Release) -> None:
    assert release.offer & ~release.secure_protocols == 0
    assert release.enabled & ~release.supported == 0


@each
def test_another_reading_disagrees_and_names_its_source(release: Release) -> None:
    for reading in release.readings:
        assert release.offered_of(reading.secure_protocols) != release.offer
        assert reading.source


def test_the_contradictions_of_the_documentation_are_kept() -> None:
    disputed = {release.word for release in RELEASES if release.readings}
    assert {"windows-xp", "windows-vista", "windows-10", "windows-server-2016"} <= disputed
    assert find_release("windows-11").readings == ()


@each
def test_an_inferred_value_says_so(release: Release) -> None:
    assert release.documented != ("No page names" in release.about)


@each
def test_the_preset_values_are_legal_options(release: Release) -> None:
    for name, text in release.values.items():
        option = find(name)
        assert int(option.kind.parse(text)) == release.secure_protocols


def test_the_built_in_values_are_those_of_windows_11() -> None:
    for name, text in find_release(BUILT_IN).values.items():
        option = find(name)
        assert option.kind.parse(text) == option.default


def test_an_option_a_release_lacks_is_one_of_the_seed_page() -> None:
    assert set(OPTION_SINCE) <= {option.name for option in SEED}


def test_older_windows_lack_what_came_later() -> None:
    assert "ENABLE_HTTP_PROTOCOL" in find_release("windows-8.1").lacks
    assert "DECOMPRESSION" in find_release("windows-7").lacks
    assert "DECOMPRESSION" not in find_release("windows-8.1").lacks
    assert find_release("windows-10").lacks == ()


def test_308_is_followed_from_windows_10_on() -> None:
    assert next(release.word for release in RELEASES if release.follows_308) == "windows-10"
    assert not find_release("windows-server-2012-r2").follows_308


@pytest.mark.parametrize("word", ["windows-7", "Windows-7", "windows 7", " WINDOWS_7 "])
def test_a_release_is_found_however_it_is_written(word: str) -> None:
    assert find_release(word).title == "Windows 7"


def test_an_unknown_release_is_answered_with_a_near_one() -> None:
    with pytest.raises(UnknownRelease) as caught:
        find_release("windows-12")
    assert caught.value.suggestion in TABLE
