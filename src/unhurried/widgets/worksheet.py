"""A worksheet as a widget: it carries messages between the page and its exercise, and no answer of its
own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

#: What JupyterLab and stock Voila load. Our own page host imports the same files by `stem` and never reads
#: this. The address is absolute because the text itself is imported from a blob, and the files are imported
#: inside `render` because anywidget gives the first loading two seconds only.
LOADER = """\
const FOLDERS = ["lab/extensions/unhurried/", "voila/labextensions/unhurried/"];

async function load(stem) {
  const page = JSON.parse(document.getElementById("jupyter-config-data").textContent);
  const base = new URL(page.baseUrl, document.baseURI);
  const [lab, voila] = FOLDERS.map((folder) => new URL(`${folder}${stem}.js`, base).href);
  try {
    return await import(lab);
  } catch {
    return await import(voila);
  }
}

export default {
  async render(args) {
    const module = await load(args.model.get("stem"));
    return module.default.render(args);
  },
};
"""


class Worksheet(anywidget.AnyWidget):
    """The blocks of a worksheet, in order.

    Answers travel in messages and are never a trait: traits are part of the page's HTML, and JupyterLab may
    save them in the notebook.

    Args:
        definition: see docs/protocol.md.
        on_message: called with the content of each message that the page sends.
    """

    _esm = traitlets.Unicode(LOADER).tag(sync=True)
    stem = traitlets.Unicode("worksheet", read_only=True).tag(sync=True)
    """The name of the JavaScript file that draws this widget, without `.js`. Holds no person's words."""

    definition = traitlets.Dict().tag(sync=True)
    """What the widget shows before any answer: docs/protocol.md, "The `definition` trait". Holds no person's
    words."""

    def __init__(self, definition: dict[str, Any], on_message: Callable[[Any], None]) -> None:
        super().__init__(definition=definition)
        self.on_msg(lambda _widget, content, _buffers: on_message(content))

    def say(self, content: dict[str, Any]) -> None:
        """Send the page one message. `content` may hold a person's words; nothing keeps it."""
        self.send(content)
