/**
 * Sheets: full-page dialogs over the page. Every link with `data-opens="<id of the dialog>"` opens it; without
 * JavaScript the same link leads to a page that says the same.
 */

/**
 * Closes whichever sheet is open and opens this one. The focus goes back to `returnTo` when it is closed; unless given,
 * to where it was: a sheet that comes up by itself must not take somebody out of the field that they write in.
 */
export function openSheet(dialog, returnTo = document.activeElement) {
  document.querySelector("dialog[open]")?.close();
  const before = document.activeElement; // the browser goes back there at once
  const { selectionStart, selectionEnd } = returnTo;
  dialog.showModal();
  dialog.scrollTop = 0;
  dialog.addEventListener("close", () => {
    // Heard a moment after the closing. Whoever has gone on to another field by then stays there.
    if ([before, document.body].includes(document.activeElement)) returnTo.focus();
    // A mouse in the sheet took the caret along: without it the field has the focus, and what is typed goes nowhere.
    if (document.activeElement === returnTo && selectionStart != null) {
      returnTo.setSelectionRange(selectionStart, selectionEnd);
    }
  }, { once: true });
}

/** Calls `act` once no sheet is open: one that comes up by itself takes nobody out of steadying themselves. */
export function whenNoneIsOpen(act) {
  const other = document.querySelector("dialog[open]");
  if (other) other.addEventListener("close", () => whenNoneIsOpen(act), { once: true });
  else act();
}

/**
 * Makes all links to this sheet open it, and calls `before` each time before that. A page without the sheet keeps its
 * links.
 */
export function openByLinks(dialog, before = () => {}) {
  if (!dialog) return;
  const links = document.querySelectorAll(`[data-opens="${dialog.id}"]`);
  for (const link of links) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // asked for in a tab or window of its own
      event.preventDefault();
      before();
      // A link inside another sheet is gone once that is closed: then the focus goes to the one in the header.
      openSheet(dialog, link.closest("dialog") ? links[0] : link);
    });
  }
}
