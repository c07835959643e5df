"""Classes of characters for the standard library's ``re``, which is twice as fast as ``regex`` and knows no scripts."""

from __future__ import annotations

__all__ = ["HAN"]

HAN = (
    "\u4e00-\u9fff\u3400-\u4dbf\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\uf900-\ufa6d\ufa70-\ufad9"
    "\U00016fe2-\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002b81e\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0"
    "\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U0003134a\U00031350-\U00033479"
)
r"""What ``\p{Han}`` holds (Unicode 17), to stand inside brackets; the commonest range comes first, since ranges are tried in turn."""
