"""What `whttp ws` sends: lines and files in pieces."""

from __future__ import annotations

from winhttp_cli.actions.websocket_input import line_pieces, whole_pieces


def lines(*chunks: bytes, limit: int = 8) -> list[tuple[bytes, bool]]:
    return [(piece.data, piece.ends) for piece in line_pieces(chunks, limit)]


def test_each_line_is_a_message_without_its_line_end() -> None:
    assert lines(b"a\nb\r\n\nlast") == [(b"a", True), (b"b", True), (b"", True), (b"last", True)]


def test_a_line_may_be_cut_anywhere_on_its_way() -> None:
    assert lines(b"he", b"llo\r", b"\nyou\n") == [(b"hello", True), (b"you", True)]


def test_a_long_line_comes_in_pieces_and_its_line_end_is_not_lost() -> None:
    assert lines(b"x" * 9, b"\r\n") == [(b"x" * 8, False), (b"x", True)]
    assert lines(b"x" * 8 + b"\r", b"\n") == [(b"x" * 8, False), (b"", True)]


def test_no_lines_are_no_messages() -> None:
    assert lines() == []


def test_all_of_a_file_is_one_message() -> None:
    pieces = list(whole_pieces([b"a\n", b"b"], is_text=True, source="f"))
    assert [(piece.data, piece.ends) for piece in pieces] == [(b"a\n", False), (b"b", True)]
    assert list(whole_pieces([], is_text=True, source="f")) == []
