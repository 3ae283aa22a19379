/** Save decisions one after another, and try again until the server has said so. */

import { ask, Problem } from "./api.js";

const WAITS = [500, 1000, 2000, 4000, 8000];

/**
 * Make the keeper of decisions.
 *
 * @param {string} address of the reviews, without a slash at its end
 * @param {{onSaved: (answer: object, id: string) => void,
 *          onRefused: (error: Problem, id: string) => void,
 *          onState: (state: {n: number, trouble: string}) => void}} told
 */
export function makeKeeper(address, { onSaved, onRefused, onState }) {
  const waiting = new Map();
  let isBusy = false;
  let trouble = "";
  const tell = () => onState({ n: waiting.size, trouble });
  const work = async () => {
    if (isBusy) return;
    isBusy = true;
    let failures = 0;
    while (waiting.size) {
      const [id, decision] = waiting.entries().next().value;
      try {
        const answer = await send(address, id, decision);
        trouble = "";
        failures = 0;
        if (waiting.get(id) === decision) waiting.delete(id);
        if (!waiting.has(id)) onSaved(answer, id);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (isFinal(error)) {
          if (waiting.get(id) === decision) waiting.delete(id);
          onRefused(error, id);
        } else {
          trouble = error.message;
          tell();
          await new Promise((done) => setTimeout(done, WAITS[Math.min(failures++, WAITS.length - 1)]));
        }
      }
      tell();
    }
    isBusy = false;
  };
  window.addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
  return {
    /** Save a decision (null opens the label again); a newer one about a label replaces an older. */
    keep(id, decision) {
      waiting.delete(id);
      waiting.set(id, decision);
      tell();
      work();
    },
    isWaiting: (id) => waiting.has(id),
  };
}

function send(address, id, decision) {
  const place = `${address}/${encodeURIComponent(id)}`;
  return decision === null ? ask(place, { method: "DELETE" }) : ask(place, { method: "PUT", json: { decision } });
}

/* What the server has judged is not asked again; what it did not get, or could not do now, is. */
function isFinal(error) {
  return error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
}
