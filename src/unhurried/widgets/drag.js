/**
 * Drags one element of a vertical stack by mouse, pen or touch, from `pointerdown` on its handle. It changes places
 * with a neighbour when the pointer passes that neighbour's middle. Escape, or a gesture that the system takes
 * over, puts it back. `index()`, `elements()`: the stack as it is now; `place(to)` moves the element; `onDrop()`
 * follows once, at the end.
 */
export function startDrag(event, { element, index, elements, place, onDrop }) {
  if (event.button !== 0) return;
  const handle = event.currentTarget;
  const start = index();
  const listening = new AbortController();
  const on = (target, name, act) => target.addEventListener(name, act, { signal: listening.signal });

  const middle = (other) => {
    const { top, height } = other.getBoundingClientRect();
    return top + height / 2;
  };

  function follow({ clientY }) {
    const stack = elements();
    let to = index();
    while (to > 0 && clientY < middle(stack[to - 1])) to -= 1;
    while (to < stack.length - 1 && clientY > middle(stack[to + 1])) to += 1;
    if (to === index()) return;
    place(to);
    element.scrollIntoView({ block: "nearest" }); // a long list comes along
  }

  function finish() {
    listening.abort();
    element.classList.remove("u-dragged");
    onDrop();
  }

  function putBack() {
    place(start);
    finish();
  }

  event.preventDefault(); // no text selection
  handle.focus({ preventScroll: true });
  handle.setPointerCapture(event.pointerId);
  element.classList.add("u-dragged");
  on(handle, "pointermove", follow);
  on(handle, "pointerup", finish);
  on(handle, "lostpointercapture", finish);
  on(handle, "pointercancel", putBack);
  on(handle, "keydown", (key) => {
    if (key.key === "Escape") putBack();
  });
}
