"""What the documents are made of: JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: What a member may be: a JSON value.
Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
Object = dict[str, Json]
