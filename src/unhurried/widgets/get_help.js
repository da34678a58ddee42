import { h } from "./element.js";

/** A button that opens the page's own "Get help"; null where there is none, as in JupyterLab. */
export function getHelp(words) {
  const link = document.querySelector('[data-opens="help-dialog"]');
  return link && h("button", { type: "button", class: "u-button", onclick: () => link.click() }, words("get_help"));
}
