/** The page of one track: keys for listening and for going on. */

import { isTaken, step, tellWhy, toggle } from "./listening.js";

const audio = document.getElementById("sound");
const pair = document.getElementById("pair");

/** Follow a link of the page, where it is there. */
function go(id) {
  document.getElementById(id)?.click();
}

const KEYS = {
  " ": () => audio && toggle(audio),
  ArrowLeft: () => audio && step(audio, -1),
  ArrowRight: () => audio && step(audio, 1),
  j: () => go("after"),
  k: () => go("before"),
  n: () => go("undecided"),
};

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || isTaken(event)) return;
  event.preventDefault();
  act();
});

/** A genre cannot be set against itself: take it out of the other list. */
function partChoices() {
  const [why, against] = [pair.elements.why, pair.elements.against];
  for (const [own, other] of [[why, against], [against, why]]) {
    for (const option of other.options) option.disabled = option.value === own.value;
  }
}

if (pair) {
  pair.addEventListener("change", () => pair.requestSubmit());
  pair.querySelector("button").hidden = true;
  partChoices();
}
audio?.querySelector("source").addEventListener("error", () => tellWhy(audio));
audio?.addEventListener("error", () => tellWhy(audio));
