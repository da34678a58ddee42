// Numbers over time as dots: one small drawing for each question, each on its own scale, none laid over another. No
// arrow, no goal, no colour that judges: lines are told apart by their dashes and dots (worksheet.css). The table beside it says the same, and is what a screen reader reads.

import { h, svg } from "./element.js";
import { readDay } from "./time.js";

const WIDTH = 440;
const HEIGHT = 130;
const LEFT = 34; // room for the numbers of the scale …
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 30; // … and for the days

const daysSince = (start, day) => (Date.parse(day) - Date.parse(start)) / 86_400_000;

/** `series`: lines of a chart as in docs/protocol.md; those without a point are left out. */
export function drawing(series, { words, describedBy }) {
  const days = series.flatMap(({ points }) => points.map(({ on }) => on)).sort();
  const [first, last] = [days[0], days.at(-1)];
  const span = daysSince(first, last);
  const x = (day) => LEFT + (WIDTH - LEFT - RIGHT) * (span === 0 ? 0.5 : daysSince(first, day) / span);

  function one({ label, from, to, points }) {
    const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - from) / (to - from));
    const text = (at, down, anchor, content) => svg("text", { x: at, y: down, "text-anchor": anchor }, content);
    const rule = (value) => [
      svg("line", { class: "u-rule", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
      text(LEFT - 8, y(value) + 5, "end", String(value)),
    ];
    const below = (at, anchor, day) => text(at, HEIGHT - 6, anchor, readDay(day, words));
    const edge = span === 0
      ? below(x(first), "middle", first)
      : [below(x(first), "start", first), below(x(last), "end", last)];
    return h("figure", {},
      h("figcaption", {}, label),
      svg("svg", {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        role: "img",
        "aria-label": words("drawing", { name: label }),
        "aria-describedby": describedBy,
      },
      rule(from), rule(to),
      svg("polyline", { points: points.map(({ on, value }) => `${x(on)},${y(value)}`).join(" ") }),
      points.map(({ on, value }) => svg("circle", { cx: x(on), cy: y(value), r: 5 })),
      edge));
  }

  return h("div", { class: "u-drawing" }, series.filter(({ points }) => points.length > 0).map(one));
}
