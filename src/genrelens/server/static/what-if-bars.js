/** Show every genre's probability as a bar that moves. */

import { byId, element, refill } from "./elements.js";
import { percent } from "./format.js";

/**
 * Make the bars, in the order in which the genres start.
 *
 * @param {{name: string, colour: string}[]} genres
 * @param {Object<string, number>} start probabilities at the start
 */
export function makeBars(genres, start) {
  const order = [...genres].sort((one, other) => start[other.name] - start[one.name]);
  const rows = order.map(({ name, colour }) => {
    const number = element("b");
    const meter = element("span", { class: `meter ${colour}` }, element("i"), element("s", { class: "was" }));
    meter.style.setProperty("--was", start[name]);
    const row = element("li", {}, element("span", { class: "name" }, element("span", { class: "genre" }, element("span", { class: `swatch ${colour}`, "aria-hidden": "true" }), name)), meter, number);
    return { name, row, meter, number };
  });
  const list = byId("bars");
  refill(list, rows.map(({ row }) => row));
  return {
    /** Show probabilities; `turn` says which question they answer. */
    show(probabilities, top, turn) {
      for (const { name, row, meter, number } of rows) {
        meter.style.setProperty("--share", probabilities[name]);
        number.textContent = percent(probabilities[name]);
        row.classList.toggle("is-top", name === top);
      }
      list.dataset.turn = String(turn);
    },
  };
}

/** Say the two most probable genres: "house 41 %, before techno 38 %". */
export function sayFirst(probabilities) {
  const [first, second] = Object.entries(probabilities).sort((one, other) => other[1] - one[1]);
  const told = (pair) => `${pair[0]} ${percent(pair[1], 0)}`;
  return second ? `${told(first)}, before ${told(second)}` : told(first);
}
