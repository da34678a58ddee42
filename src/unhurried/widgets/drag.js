/**
 * Follows one pointer from `pointerdown` on a handle until it is let go. `move(event)` on the way; then once `drop()`,
 * or `putBack()` after Escape or a gesture that the system takes over. `element` is marked as being dragged.
 */
export function startDrag(event, { element, move, drop, putBack }) {
  if (event.button !== 0) return;
  const handle = event.currentTarget;
  const listening = new AbortController();
  const on = (name, act) => handle.addEventListener(name, act, { signal: listening.signal });

  function end(act) {
    listening.abort();
    element.classList.remove("u-dragged");
    act();
  }

  event.preventDefault(); // no text selection
  handle.focus({ preventScroll: true });
  handle.setPointerCapture(event.pointerId);
  element.classList.add("u-dragged");
  on("pointermove", move);
  on("pointerup", () => end(drop));
  on("lostpointercapture", () => end(drop));
  on("pointercancel", () => end(putBack));
  on("keydown", (key) => {
    if (key.key === "Escape") end(putBack);
  });
}

/**
 * Drags one element of a vertical stack. It changes places with a neighbour when the pointer passes that neighbour's
 * middle. `index()`, `elements()`: the stack as it is now; `place(to)` moves the element; `onDrop()` follows once.
 */
export function dragInStack(event, { element, index, elements, place, onDrop }) {
  const start = index();
  const middle = (other) => {
    const { top, height } = other.getBoundingClientRect();
    return top + height / 2;
  };

  function move({ clientY }) {
    const stack = elements();
    let to = index();
    while (to > 0 && clientY < middle(stack[to - 1])) to -= 1;
    while (to < stack.length - 1 && clientY > middle(stack[to + 1])) to += 1;
    if (to === index()) return;
    place(to);
    element.scrollIntoView({ block: "nearest" }); // a long list comes along
  }

  function putBack() {
    place(start);
    onDrop();
  }

  startDrag(event, { element, move, drop: onDrop, putBack });
}
