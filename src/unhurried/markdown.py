"""Markdown to HTML, for the prose of chapters and the notes of worksheets.

Our own rendering because the page has a strict policy: no raw HTML, no `style=` attribute, nothing fetched
from elsewhere. CommonMark with tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

_ELSEWHERE = ("http://", "https://", "//")


def render(text: str) -> str:
    """Render Markdown as HTML that the page's policy allows.

    Raw HTML is shown as text. The alignment of a table's column is a class (`align-right`). A link to another
    host carries `rel="noreferrer noopener"` and is followed by its address, so that people see where it leads
    and paper keeps it. A picture is shown as its description: pages fetch nothing.
    """
    return str(_markdown.render(text))


def parse(text: str) -> SyntaxTreeNode:
    """The same Markdown as a tree, for paper. After a link to another host comes a node `address`."""
    return SyntaxTreeNode(_markdown.parse(text))


def _mark_links(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _with_addresses(block.children)


def _with_addresses(tokens: Sequence[Token]) -> list[Token]:
    marked: list[Token] = []
    address, words = "", ""
    for token in tokens:
        marked.append(token)
        if token.type == "link_open":
            href = str(token.attrGet("href") or "")
            address, words = (href, "") if href.lower().startswith(_ELSEWHERE) else ("", "")
            if address:
                token.attrSet("rel", "noreferrer noopener")
        elif token.type == "link_close" and address:
            if words.strip() != address:
                marked.append(Token("address", "", 0, content=address))
            address = ""
        else:
            words += token.content
    return marked


def _address(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return f' <span class="address">({escapeHtml(tokens[index].content)})</span>'


def _picture(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return escapeHtml(self.renderInlineAsText(tokens[index].children, options, env))


def _cell(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrSet("class", "align-" + style.removeprefix("text-align:"))
    return self.renderToken(tokens, index, options, env)


_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.core.ruler.push("addresses", _mark_links)
_markdown.add_render_rule("address", _address)
_markdown.add_render_rule("image", _picture)
_markdown.add_render_rule("th_open", _cell)
_markdown.add_render_rule("td_open", _cell)
