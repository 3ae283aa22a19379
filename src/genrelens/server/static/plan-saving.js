/** Save changes of a plan one after another, and try again until the server has said so. */

import { ask, Problem } from "./api.js";

const WAITS = [500, 1000, 2000, 4000, 8000];

/**
 * Make the keeper of changes.
 *
 * @param {{onSaved: (answer: object) => void, onRefused: (error: Error, key: string) => void,
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
    while (waiting.size) {
      const [key, request] = waiting.entries().next().value;
      const { answer, error } = await attempt(request);
      if (error && !isFinal(error)) {
        trouble = error.message;
        tell();
        await pause(failures++);
        continue;
      }
      trouble = "";
      failures = 0;
      if (waiting.get(key) === request) waiting.delete(key);
      if (error) onRefused(error, key);
      else onSaved(answer);
      tell();
    }
    isBusy = false;
  };
  window.addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
  return {
    /** Save a change; a newer one of the same thing replaces an older that waits. */
    keep(key, request) {
      waiting.delete(key);
      waiting.set(key, request);
      tell();
      work();
    },
    isIdle: () => waiting.size === 0,
  };
}

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

/* What the server has judged is not asked again; what it did not get, or could not do now, is. */
function isFinal(error) {
  if (!(error instanceof Problem)) return false;
  return error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status);
}
