// The menu at the foot of an exercise that puts chosen answers on a card. Only our own page host can make one, and most
// of it is loaded when the menu is opened (host/cards.js). Where nothing on the page may be shared there is no menu.

import { h } from "./element.js";
import { hearRest } from "./rest.js";

/**
 * `{element, changed(), close()}`; null where there is nothing to share or nobody to make a card. `prints`: of the page
 * host. `answers()`: what stands on the page. `changed()` is to be called after any answer changed.
 */
export function sharing(definition, { words, prints, answers }) {
  const items = definition.on_card ?? [];
  const isCard = definition.blocks.some(({ id, kind }) => kind === "show" && items.includes(id)); // it shows itself
  if (!prints || items.length === 0 || (isCard && !prints.sixWords)) return null;
  const place = h("div", { class: "u-card-menu" });
  const element = h("details", { class: "u-print", ontoggle: () => toggled() },
    h("summary", {}, words("card")), place);
  let menu = null;

  async function toggled() {
    if (!element.open) menu?.putAway();
    else if (menu) menu.refresh();
    else {
      place.textContent = words("preparing");
      try {
        menu = await prints.cards(place, { definition, answers });
      } catch {
        place.textContent = words("card_failed");
      }
    }
  }

  const unhear = hearRest(() => menu?.rest());
  return { element, changed: () => menu?.changed(), close: unhear };
}
