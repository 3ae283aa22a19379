/** Find the smallest change that makes the track another genre, and apply it. */

import { ask, clearProblem, latest, showProblem } from "./api.js";
import { byId, element, refill } from "./elements.js";
import { percent } from "./format.js";

const MILLISECONDS = 450;

/**
 * Wire the panel.
 *
 * @param {string} address of the flip API
 * @param {() => {values: object, turn: number}} now the values on the page, and their turn
 * @param {(moves: object[]) => void} apply
 */
export function wireFlips(address, now, apply) {
  const look = latest((signal, track) => ask(address, { json: { track, to: byId("flip-to").value || null }, signal }));
  byId("flip-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const place = byId("flips");
    refill(place, element("p", { class: "quiet" }, "Looking …"));
    try {
      clearProblem();
      const { values, turn } = now();
      const found = await look(values);
      if (!found) return;
      refill(place, tell(found, apply));
      if (now().turn !== turn) markOld();
    } catch (error) {
      place.replaceChildren();
      showProblem(error, place);
    }
  });
}

/** Say that what was found belongs to other values than those on the page. */
export function markOld() {
  const place = byId("flips");
  const told = place.querySelector(".flip-list, .notice:not(.problem)");
  if (!told || told.classList.contains("is-old")) return;
  told.classList.add("is-old");
  place.prepend(element("p", { class: "notice" }, "The values have changed since this was looked for. Look again."));
}

/** Move values to where a change wants them, in steps that can be followed by eye. */
export function animate(from, moves, set, rounded) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const numbers = moves.filter((move) => typeof move.after === "number" && typeof from[move.feature] === "number");
  for (const move of moves) if (!numbers.includes(move)) set(move.feature, move.after);
  const began = performance.now();
  const frame = (now) => {
    const share = isStill ? 1 : Math.min(Math.max((now - began) / MILLISECONDS, 0), 1);
    const eased = share * share * (3 - 2 * share);
    for (const { feature, after } of numbers) {
      set(feature, share === 1 ? after : rounded(feature, from[feature] + (after - from[feature]) * eased));
    }
    if (share < 1) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

function tell(found, apply) {
  if (!found.flips.length) return element("p", { class: "notice" }, found.sentence);
  const items = found.flips.map((flip, at) => element("li", {},
    element("p", {}, at === 0 ? element("strong", {}, flip.sentence) : flip.sentence),
    element("p", { class: "quiet" }, costWords(flip, found.is_by_collection)),
    element("button", { type: "button", class: "button small", onclick: () => apply(flip.moves) }, "Apply it")));
  return element("ol", { class: "flip-list" }, items);
}

function costWords(flip, isByCollection) {
  const parts = flip.moves.map((move) => `${percent(move.cost, move.cost < 0.1 ? 1 : 0)}${flip.moves.length > 1 ? ` for ${move.label}` : ""}`);
  const told = `Tracks of the collection that lie between: ${parts.join(", ")}`;
  return `${told}${isByCollection ? "" : " (by the quantiles in the model file)"}.`;
}
