"""HTML around the course: Jinja templates with the interface's words, compiled once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2

FOLDER = Path(__file__).resolve().parent / "template"

#: Sections of interface.yaml that page code shows; the rest is used on the server only.
PAGE_WORDS = ("page", "space", "connection", "leaving")
#: Sections that page code asks for only when they are needed.
LATER_WORDS = ("card", "therapist")


class Templates:
    """Renders our templates. A missing word or variable is an error, never an empty place on a page.

    Args:
        words: the interface's words, nested.
        base_url: the server's URL prefix.
        six_words: whether cards can be read with six words.
        spaces: whether this server has spaces; a workshop has none.
    """

    def __init__(self, words: dict[str, Any], base_url: str, six_words: bool = False, spaces: bool = True) -> None:
        self.words = words
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined
        )
        self._environment.globals.update(
            words=words,
            title=words["page"]["title"],
            base=base_url,
            back=words["page"]["back_to_map" if spaces else "back_to_room"],
            six_words=six_words,
            spaces=spaces,
        )
        self._page_words = {name: words[name] for name in PAGE_WORDS}
        self._base_url = base_url
        self._six_words = six_words

    def beginning(self, name: str, space: str, shown: dict[str, Any] | None = None, **context: Any) -> str:
        """How a page begins for everybody: all that can be read, down to where one person's part follows.

        Args:
            name: a template.
            space: what it says of the visitor's space: "closed", "open", "two".
            shown: what page code shows besides the words of every page.
            context: what else the template shows.
        """
        block = as_script({"words": self._page_words, **(shown or {})})
        return self.text(name, space=space, course_json=block, **context)

    def personal(self, token: str, page: str, visit: bool, space: str, to: str | None = None) -> str:
        """What one page has for itself: never a person's words, only how to reach the server.

        Args:
            token: the XSRF token, for its forms and its code.
            page: the page's id, for its goodbye and its line.
            visit: whether a page process belongs to it.
            space: the state of the visitor's space, likewise.
            to: the place that the page on leaving goes on to; None on every other page.
        """
        config = {
            "base": self._base_url,
            "static": self.static,
            "xsrf": token,
            "page": page,
            "visit": visit,
            "space": space,
            **({"six_words": True} if self._six_words else {}),
        }
        return self.text("_personal.html", config_json=as_script(config), xsrf=token, to=to)

    def end(self, visit: dict[str, Any] | None = None) -> str:
        """How a page ends; `visit`: what its page process shows first, None for a page without one."""
        return self.text("_end.html", visit_json=None if visit is None else as_script(visit))

    def text(self, name: str, **context: Any) -> str:
        return self._environment.get_template(name).render(context)

    def use(self, static: str) -> None:
        """From now on pages load their code from `static`, which ends in "/". Known once all assets are, the plain page
        for leaving among them."""
        self.static = static
        self._environment.globals.update(static=static)


def as_script(value: object) -> str:
    """JSON that is safe inside a `<script type="application/json">`: no `<` can end the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
