/** Follow what changes on the server, and tell it politely. */

import { isAborted } from "./api.js";
import { byId } from "./elements.js";

/** Say something to those who do not see the page; the last words win. */
export function announce(words) {
  byId("news").textContent = words;
}

/**
 * Look again and again, but never while the page is hidden, and never twice at once.
 *
 * @param {(signal: AbortSignal) => Promise<boolean|void>} look gives false when there is nothing left to wait for
 * @param {{every?: number, onTrouble?: (error: Error) => void}} [options]
 *   milliseconds between looks; what to do with an error (looking goes on)
 * @returns {() => void} ends it
 */
export function follow(look, { every = 1000, onTrouble = () => {} } = {}) {
  const life = new AbortController();
  let timer = 0;
  let isLooking = false;
  const later = () => { clearTimeout(timer); timer = setTimeout(again, every); };
  const again = async () => {
    if (life.signal.aborted || isLooking || document.hidden) return;
    isLooking = true;
    try {
      if ((await look(life.signal)) === false) life.abort();
    } catch (error) {
      if (!isAborted(error)) onTrouble(error);
    } finally {
      isLooking = false;
    }
    if (!life.signal.aborted) later();
  };
  const wake = () => { if (!document.hidden) again(); };
  document.addEventListener("visibilitychange", wake, { signal: life.signal });
  window.addEventListener("pagehide", () => life.abort(), { signal: life.signal });
  life.signal.addEventListener("abort", () => clearTimeout(timer));
  again();
  return () => life.abort();
}
