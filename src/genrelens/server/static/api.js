/** Ask the server, and turn what goes wrong into a sentence for people. */

import { byId, element, refill } from "./elements.js";

/** What the server (or the way to it) answered instead of a result. */
export class Problem extends Error {
  /** @param {{title: string, detail: string, status: number, errors?: Array}} told */
  constructor({ title, detail, status, errors = [] }) {
    super(detail || title);
    this.name = "Problem";
    this.title = title;
    this.status = status;
    this.errors = errors;
  }
}

/**
 * Ask the server once. Nothing is tried again behind the reader's back.
 *
 * @param {string} address own address, such as "/api/v1/tables"
 * @param {{method?: string, json?: unknown, body?: BodyInit, type?: string, signal?: AbortSignal}} [options]
 *   `json` is sent as JSON; `body` as it stands, as `type` (bytes where it is not given).
 * @returns {Promise<any>} the JSON answer; null for an answer without a body
 * @throws {Problem} with the server's own sentence
 * @throws {DOMException} named "AbortError" where `signal` ended it
 */
export async function ask(address, { method, json, body, type, signal } = {}) {
  const answer = await send(address, { method, json, body, type, signal });
  if (answer.status === 204) return null;
  return answer.json();
}

/** Ask, and give the whole answer: for files and streams. Same options as `ask`. */
export async function send(address, { method, json, body, type, signal } = {}) {
  const isSent = json !== undefined || body !== undefined;
  const answer = await reach(address, {
    method: method || (isSent ? "POST" : "GET"),
    headers: headersFor(isSent, json !== undefined ? "application/json" : type),
    body: json !== undefined ? JSON.stringify(json) : body,
    credentials: "same-origin",
    cache: "no-store",
    signal,
  });
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** True for the error of a request that the page itself gave up. */
export function isAborted(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/**
 * Make a function that gives up its last request when it is called again:
 * `const look = latest((signal, genre) => ask(..., { signal }))`; a call that was
 * overtaken gives undefined.
 */
export function latest(request) {
  let running = null;
  return async (...values) => {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    try {
      const result = await request(mine.signal, ...values);
      return mine.signal.aborted ? undefined : result;
    } catch (error) {
      if (isAborted(error)) return undefined;
      throw error;
    }
  };
}

/** Show what went wrong at the top of the page (or at `place`), and bring it into view. */
export function showProblem(error, place = byId("trouble")) {
  if (isAborted(error)) return;
  const isTold = error instanceof Problem;
  const title = isTold ? error.title : "The page has a fault";
  const details = (isTold ? error.errors : []).map((one) => element("li", {}, words(one)));
  refill(place, element("div", { class: "notice problem" },
    element("p", {}, element("strong", {}, `${title}. `), error.message),
    details.length ? element("ul", {}, details) : null));
  place.scrollIntoView({ block: "nearest" });
  if (!isTold) console.error(error);
}

/** Take away what was shown by `showProblem`. */
export function clearProblem(place = byId("trouble")) {
  place.replaceChildren();
}

async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    if (isAborted(error)) throw error;
    throw new Problem({
      title: "The studio does not answer",
      detail: "It may have been closed. Look at the window it was started from, start it again, and reload this page.",
      status: 0,
    });
  }
}

function headersFor(isSent, type) {
  const headers = { Accept: "application/json" };
  if (isSent) headers["Content-Type"] = type || "application/octet-stream";
  return headers;
}

async function problemOf(answer) {
  const text = await answer.text();
  const told = parsed(text);
  if (told && typeof told === "object") {
    return new Problem({
      title: String(told.title || `The studio refused (${answer.status})`),
      detail: String(told.detail || ""),
      status: answer.status,
      errors: Array.isArray(told.errors) ? told.errors : [],
    });
  }
  return new Problem({ title: `The studio refused (${answer.status})`, detail: "It gave no reason that this page can read.", status: answer.status });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function words(error) {
  if (typeof error === "string") return error;
  const place = Array.isArray(error.loc) ? error.loc.join(" › ") : error.where || error.field || "";
  return [place, error.msg || error.detail || error.message || ""].filter(Boolean).join(": ");
}
