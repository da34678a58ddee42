import { h } from "./element.js";

/**
 * One polite live region for what a sighted person sees happen (moved, taken off, back).
 * Returns `{element, say}`. The same sentence twice is spoken twice: an invisible space tells them apart.
 */
export function announcer() {
  const element = h("div", { class: "u-hidden", "aria-live": "polite", translate: "no" });
  const say = (sentence) => {
    element.textContent = element.textContent === sentence ? `${sentence}\u00a0` : sentence;
  };
  return { element, say };
}
