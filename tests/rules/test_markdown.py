"""Prose becomes HTML that the page's strict policy allows, and that asks no other host for anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unhurried.markdown import render


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Hi", "<h1>Hi</h1>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("a <b onclick=x>c", "<p>a &lt;b onclick=x&gt;c</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("[here](#there)", '<p><a href="#there">here</a></p>\n'),
        ("![two *hands*](https://x.org/a.png)", "<p>two hands</p>\n"),
        (
            "[a *b*](https://x.org/?a&b)",
            '<p><a href="https://x.org/?a&amp;b" rel="noreferrer noopener">a <em>b</em></a>'
            ' <span class="address">(https://x.org/?a&amp;b)</span></p>\n',
        ),
        ("<https://x.org>", '<p><a href="https://x.org" rel="noreferrer noopener">https://x.org</a></p>\n'),
        ("[a](//x.org)", None),
    ],
)
def test_markdown(text: str, expected: str | None) -> None:
    """Else a page would break its own policy, or a picture would tell another host who reads this."""
    html = render(text)
    if expected is None:
        assert 'rel="noreferrer noopener"' in html
    else:
        assert expected == html


def test_columns_are_aligned_by_class() -> None:
    """Else the policy would block the style, and a table of numbers would be hard to read."""
    html = render("|a|b|c|\n|-:|:-:|-|\n|1|2|3|\n")
    assert '<th class="align-right">a</th>\n<th class="align-center">b</th>\n<th>c</th>' in html
    assert "style" not in html


@given(st.text(alphabet="<>\"'&=/ abc[]()!*_`|-:\n", max_size=60))
def test_nothing_written_becomes_a_tag_of_its_own(text: str) -> None:
    """Else a slip of an author could put a script or a foreign picture on a private page."""
    html = render(text)
    for tag in ("<script", "<img", "<iframe", "<style", " style=", "<b"):
        assert tag not in html.replace("<blockquote", "").replace("<br", "")
