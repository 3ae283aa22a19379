/** The page of one track: another pair of genres is explained as soon as it is chosen. */

import { byId } from "./elements.js";

const form = byId("pair");
const [genre, against] = [byId("genre"), byId("against")];

/** A genre cannot be set against itself: take it out of the other list. */
function partChoices() {
  for (const [own, other] of [[genre, against], [against, genre]]) {
    for (const option of other.options) option.disabled = option.value === own.value;
  }
}

form.addEventListener("change", () => form.requestSubmit());
form.querySelector("button").hidden = true;
partChoices();
