"""What JupyterLab would leave in a chapter's notebook is taken out as it is saved."""

from __future__ import annotations

from typing import Any

from unhurried.check.notebooks import METADATA


def clean(model: dict[str, Any], **_: Any) -> None:
    """Take out of a notebook what running it has left behind: outputs, counts, and all that `unhurried check` refuses
    of what it says about itself. An output may show what somebody typed, and the file is published.

    A `pre_save_hook` of jupyter_server: `model` is what is about to be saved, and is changed in place.
    """
    if model["type"] != "notebook":
        return
    notebook = model["content"]
    notebook["metadata"] = {
        key: {inner: value for inner, value in notebook["metadata"][key].items() if inner in allowed}
        for key, allowed in METADATA.items()
        if key in notebook["metadata"]
    }
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
