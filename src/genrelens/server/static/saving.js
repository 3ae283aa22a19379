/** Save changes one after another, and try again until the server has said so. */

import { ask, Problem } from "./api.js";

const SIGNED_OUT = 401;
const MAY_PASS = [SIGNED_OUT, 408, 429];
const WAITS = [500, 1000, 2000, 4000, 8000];

/**
 * Make the keeper of changes.
 *
 * @param {{onSaved: (answer: object, key: string) => void,
 *          onRefused: (error: Problem, key: string) => void,
 *          onState: (state: {n: number, trouble: string}) => void}} told
 */
export function makeKeeper({ onSaved, onRefused, onState }) {
  const waiting = new Map();
  let isBusy = false;
  let trouble = "";
  const tell = () => onState({ n: waiting.size, trouble });

  /** Send what waits, the first first. */
  const work = async () => {
    if (isBusy) return;
    isBusy = true;
    let failures = 0;
    try {
      while (waiting.size) {
        const [key, request] = waiting.entries().next().value;
        const { answer, error } = await attempt(request);
        if (error && !isFinal(error)) {
          trouble = words(error);
          tell();
          await pause(failures++);
          continue;
        }
        trouble = "";
        failures = 0;
        if (waiting.get(key) === request) waiting.delete(key);
        if (error) onRefused(error, key);
        else if (!waiting.has(key)) onSaved(answer, key);
        tell();
      }
    } finally {
      isBusy = false;
    }
  };
  window.addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
  return {
    /** Save a change of the thing that a key names; a newer one replaces an older that waits. */
    keep(key, request) {
      waiting.delete(key);
      waiting.set(key, request);
      tell();
      work();
    },
    isIdle: () => waiting.size === 0,
    isWaiting: (key) => waiting.has(key),
  };
}

/* Whatever keeps the answer away, the change is kept: a half answer is no answer. */
async function attempt({ address, method, json }) {
  try {
    return { answer: await ask(address, { method, json }) };
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

/*
 * What the server has judged is not asked again; what it did not get, could not do now, or
 * would not take before its token is shown again, is.
 */
function isFinal(error) {
  if (!(error instanceof Problem)) return false;
  return error.status >= 400 && error.status < 500 && !MAY_PASS.includes(error.status);
}
