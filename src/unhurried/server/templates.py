"""HTML around the course: Jinja templates with the interface's words, compiled once."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Any

import jinja2

FOLDER = Path(__file__).resolve().parent / "template"

#: Sections of interface.yaml that page code shows; the rest is used on the server only.
PAGE_WORDS = ("page", "space", "connection", "leaving")


class Templates:
    """Renders our templates. A missing word or variable is an error, never an empty place on a page.

    Args:
        words: the interface's words, nested.
        help_lines: the help lines by country, as the templates show them.
        base_url: the server's URL prefix.
    """

    def __init__(self, words: dict[str, Any], help_lines: Any, base_url: str) -> None:
        self.words = words
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
        )
        self._environment.globals.update(
            words=words, title=words["page"]["title"], help_lines=help_lines, base=base_url
        )
        self._page_words = {name: words[name] for name in PAGE_WORDS}
        self._base_url = base_url

    def render(self, name: str, handler: Any, page: str = "", visit: bool = False, **context: Any) -> str:
        """Render a whole page for one request.

        Args:
            name: a template.
            handler: the request's handler; gives the XSRF token and whether a space is open.
            page: the page's id, for its goodbye; made up where none is given.
            visit: whether a page process belongs to the page.
            context: what else the template shows.
        """
        page = page or secrets.token_urlsafe(12)
        token = handler.xsrf_token.decode()
        space_open = bool(handler.visitor) and handler.visitor in handler.workbook.keys
        config = self.config(token, page, visit, space_open)
        return self.text(name, xsrf=token, config_json=config, space_open=space_open, page_token=page, **context)

    def config(self, token: str, page: str, visit: bool, space_open: bool) -> str:
        """The block that page code reads: never a person's words, only how to reach the server."""
        return as_script(
            {
                "base": self._base_url,
                "static": self.static,
                "xsrf": token,
                "page": page,
                "visit": visit,
                "space": "open" if space_open else "closed",
                "words": self._page_words,
            }
        )

    def text(self, name: str, **context: Any) -> str:
        return self._environment.get_template(name).render(context)

    def use(self, static: str, modules: list[str]) -> None:
        """From now on pages load their code from `static`. Known once all assets are, the plain page among them.

        Args:
            static: the address of the assets, ending in "/".
            modules: names of all JavaScript modules, which pages ask for at once instead of one after the other.
        """
        self.static = static
        self._environment.globals.update(static=static, modules=modules)


def as_script(value: object) -> str:
    """JSON that is safe inside a `<script type="application/json">`: no `<` can end the element."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")
