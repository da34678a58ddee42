"""Nothing that somebody typed, and no passphrase or key, is anywhere but in the encrypted file."""

from __future__ import annotations

import base64
import gzip
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Page, Playwright, expect

from unhurried.server.processes.jobs import run_job

#: Words that no program and no browser holds by itself.
WRITTEN = "zwiebelmuster am dachfirst"
RUNG = "quittengelee im mondlicht"
CONDITION = "falls der leuchtturm schweigt"
LOOKED = "brombeerknoten ohne ufer"


def forms(marker: str) -> Iterator[bytes]:
    """What a marker looks like on disk: UTF-8, UTF-16LE, and base64 of both at each of three alignments."""
    for plain in (marker.encode(), marker.encode("utf-16-le")):
        yield plain
        for shift in range(3):
            encoded = base64.b64encode(b"\0" * shift + plain)
            yield encoded[4 if shift else 0 : -4]  # the ends depend on the neighbours


def inflated(data: bytes) -> Iterator[bytes]:
    """Every zlib or gzip stream inside some bytes, unpacked as far as it goes."""
    for magic, bits in ((b"\x1f\x8b\x08", 31), (b"\x78\x01", 15), (b"\x78\x9c", 15), (b"\x78\xda", 15)):
        start = data.find(magic)
        while start >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj(bits).decompress(data[start : start + (1 << 22)], 1 << 22)
            start = data.find(magic, start + 1)


def places_of(markers: list[str | bytes], files: dict[str, bytes]) -> list[str]:
    """Where any marker is found, as "what in where"; the marker itself is not repeated."""
    found = []
    for number, marker in enumerate(markers):
        looks = [marker] if isinstance(marker, bytes) else list(forms(marker))
        for name, data in files.items():
            if any(look in content for content in [data, *inflated(data)] for look in looks):
                found.append(f"marker {number} in {name}")
    return found


def files_below(*folders: Path) -> dict[str, bytes]:
    files = {}
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                try:
                    files[str(path)] = path.read_bytes()
                except OSError:
                    continue  # the browser removed it meanwhile
    return files


@pytest.mark.parametrize(
    "store",
    [str.encode, lambda t: t.encode("utf-16-le"), lambda t: base64.b64encode(b"ab" + t.encode()),
     lambda t: gzip.compress(t.encode()), lambda t: b"junk" + zlib.compress(t.encode()) + b"junk"],
)  # fmt: skip
def test_the_search_finds_what_is_there(store: Callable[[str], bytes], tmp_path: Path) -> None:
    """A search that finds nothing would call any leak safe."""
    (tmp_path / "leak").write_bytes(b"before" + store(WRITTEN) + b"after")
    assert ["marker 0 in " + str(tmp_path / "leak")] == places_of([WRITTEN], files_below(tmp_path))


def save_text(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers as text").click()
    return Path(download.value.path()).read_bytes()


def save_copy(page: Page, person: Any, passphrase: str) -> bytes:
    """The whole space, with everything in it. The dialog is closed again."""
    dialog = person.open_dialog()
    dialog.locator("summary", has_text="Save a copy that you can read").click()
    form = dialog.locator("form", has=page.get_by_role("button", name="Save the copy"))
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    dialog.get_by_label("Put everything in").check()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Save the copy").click()
    person.close_open_dialog(dialog)
    with zipfile.ZipFile(Path(download.value.path())) as pages:
        return b"".join(pages.read(name) for name in pages.namelist())


def test_words_passphrase_and_key_are_nowhere_outside_the_encrypted_file(
    playwright: Playwright,
    server: Any,
    watch: Any,
    person_at: Callable[..., Any],
    tmp_path: Path,
    chromium: dict[str, Any],
) -> None:
    """Whoever searches the computer afterwards would read what was meant for nobody."""
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(profile, **chromium)
    watch.over(context)
    seen: list[str] = []
    context.on("request", lambda request: seen.append(request.url))
    page = context.new_page()
    person = person_at(page, server)

    person.go_in()
    person.stop_words.press_sequentially(LOOKED)
    expect(page.get_by_text("Held until you leave")).to_be_visible()
    passphrase = person.make_space()
    person.stop_words.fill(WRITTEN)
    page.get_by_label("Add one of your own").press_sequentially(RUNG)
    page.get_by_role("button", name="Add", exact=True).click()
    card = page.get_by_role("listitem").filter(has=page.get_by_role("button", name=f"Move {RUNG}."))
    if not card.get_by_role("radio").first.is_visible():
        card.locator("summary").first.click()
    card.get_by_role("textbox").last.press_sequentially(CONDITION)
    person.sees_kept()
    written = page.evaluate("Date.now()") / 1000

    page.locator("summary", has_text="Print this").click()
    page.get_by_label("My answers as they stand now").check()
    page.get_by_label("Put in what cannot be shared, too").check()
    with context.expect_page() as sheet:
        page.get_by_role("button", name="Make the sheet").click()
    sheet.value.wait_for_url("blob:**")
    copies = [save_text(page), save_copy(page, person, passphrase)]  # the one place where words may be

    page.goto(page.url)  # the page's source, with the space open
    expect(person.stop_words).to_have_value(WRITTEN)
    source = page.request.get(page.url).text()
    kept_by_browser = profile / "Default" / "Sessions"
    deadline = written + 40
    while not any(path.stat().st_mtime > written + 12 for path in kept_by_browser.glob("*")):
        page.wait_for_timeout(500)  # until the browser has written its session files after the typing
        assert page.evaluate("Date.now()") / 1000 < deadline, "the browser wrote no session file"
        page.evaluate("history.replaceState(history.state, '', location.href)")
    key = run_job({"do": "open", "folder": str(server.space), "passphrase": passphrase, "today": "2026-01-01"})["key"]
    markers: list[str | bytes] = [
        WRITTEN,
        RUNG,
        CONDITION,
        LOOKED,
        passphrase,
        key["key"],
        bytes.fromhex(key["key"]),
        b"%PDF-1.7",  # a sheet on disk: it spells words by numbers of its fonts, which no search finds
        b"\x08\0\0\0words.md",  # a copy on disk, whose words are packed: how its first file begins
    ]
    for copy in copies:
        assert [] == [said for said in (WRITTEN, RUNG, CONDITION) if said.encode() not in copy]

    running = psutil.Process(server.process.pid)
    processes = {}
    for process in [running, *running.children(recursive=True)]:
        for part in ("environ", "cmdline"):
            with suppress(PermissionError):  # no dump, no reading: what nobody but root may read is no leak
                processes[f"{part} of process {process.pid}"] = Path(f"/proc/{process.pid}/{part}").read_bytes()
    places = {
        **files_below(profile, server.runtime, server.space),
        **processes,
        "page source": source.encode(),
    }
    assert [] == places_of(markers, places)

    page.get_by_role("banner").get_by_role("button", name="Leave this page").click()
    expect(page.get_by_role("heading", name="Kitchen measures")).to_be_visible()
    context.close()
    server.stop()
    places = {**files_below(profile, server.folder, server.runtime), "addresses": "\n".join(seen).encode()}
    assert [] == places_of(markers, places)


def test_after_erasing_and_forgetting_nothing_is_left_anywhere(
    playwright: Playwright,
    server: Any,
    person_at: Callable[..., Any],
    tmp_path: Path,
    chromium: dict[str, Any],
) -> None:
    """Somebody who took everything away before they left would be read all the same."""
    profile = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(profile, **chromium)
    page = context.new_page()
    person = person_at(page, server)
    person.go_in()
    passphrase = person.make_space()
    person.stop_words.press_sequentially(WRITTEN)
    person.sees_kept()
    kept = {"folder": str(server.space), "passphrase": passphrase}
    key = run_job({"do": "find", **kept})["key"]
    dialog = person.open_dialog()
    dialog.locator("summary", has_text="Erase all of it").click()
    form = dialog.locator("form", has=page.get_by_role("button", name="Erase everything in this space"))
    form.get_by_label("Your passphrase, once more").fill(passphrase)
    form.get_by_role("button", name="Erase everything in this space").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible(timeout=60_000)
    context.close()
    markers: list[str | bytes] = [WRITTEN, passphrase, key["key"], bytes.fromhex(key["key"]), Path(key["file"]).name]
    assert {"error": "wrong_passphrase"} == run_job({"do": "find", **kept})
    assert [] == places_of(markers, files_below(profile, server.folder, server.runtime))
    assert [] == [path for path in server.folder.rglob("*") if path.name == Path(key["file"]).name]

    server.stop()
    command = server.command()
    forget = [*command[: command.index("open")], "forget", "--space", str(server.space)]
    subprocess.run(forget, input=b"forget\n", check=True, capture_output=True, env=server.environment)
    assert not server.space.exists()
    assert [] == [path for path in server.runtime.rglob("*") if path.is_file()]
    assert [] == places_of(markers, files_below(profile, server.folder, server.runtime))
