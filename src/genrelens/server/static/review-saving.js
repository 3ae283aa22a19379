/** Save decisions one after another, and try again until the server has said so. */

import { ask, Problem } from "./api.js";

const SIGNED_OUT = 401;
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
    try {
      while (waiting.size) {
        const [id, decision] = waiting.entries().next().value;
        const { answer, error } = await attempt(address, id, decision);
        if (error && !isFinal(error)) {
          trouble = words(error);
          tell();
          await pause(failures++);
          continue;
        }
        trouble = "";
        failures = 0;
        if (waiting.get(id) === decision) waiting.delete(id);
        if (error) onRefused(error, id);
        else if (!waiting.has(id)) onSaved(answer, id);
        tell();
      }
    } finally {
      isBusy = false;
    }
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

/* Whatever keeps the answer away, the decision is kept: a half answer is no answer. */
async function attempt(address, id, decision) {
  try {
    return { answer: await send(address, id, decision) };
  } catch (error) {
    return { error };
  }
}

function pause(failures) {
  return new Promise((done) => setTimeout(done, WAITS[Math.min(failures, WAITS.length - 1)]));
}

function words(error) {
  if (!(error instanceof Problem)) return "The answer of the studio cannot be read.";
  if (error.status !== SIGNED_OUT) return error.message;
  return "The studio does not know this browser any more. Leave this page open, and in another tab open the address that was printed where the studio was started.";
}

function send(address, id, decision) {
  const place = `${address}/${encodeURIComponent(id)}`;
  return decision === null ? ask(place, { method: "DELETE" }) : ask(place, { method: "PUT", json: { decision } });
}

/*
 * What the server has judged is not asked again; what it did not get, could not do now, or
 * would not take before its token is shown again, is.
 */
function isFinal(error) {
  if (!(error instanceof Problem) || error.status === SIGNED_OUT) return false;
  return error.status >= 400 && error.status < 500 && error.status !== 408 && error.status !== 429;
}
