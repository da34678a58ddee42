/**
 * Puts text into a field as if it had been typed, so that the browser's own undo takes it back. From `start` to `end`
 * what stood there is replaced; left out, it is added at the end. The field has the focus afterwards.
 */
export function insert(area, text, start = area.value.length, end = start) {
  area.focus();
  area.setSelectionRange(start, end);
  // execCommand is old, and still the only way to keep the native undo. Where it is missing, undo is too.
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, start, end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
