/** Send files one after the other, each with its progress. */

import { Problem } from "./api.js";

/**
 * Send one file as the raw body of a request.
 *
 * @param {string} address where it goes
 * @param {Blob} file what goes there
 * @param {{onProgress?: (sent: number, total: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<any>} the JSON answer
 * @throws {Problem} with the server's own sentence
 */
export function sendFile(address, file, { onProgress = () => {}, signal } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded, event.total || file.size));
    request.addEventListener("load", () => (request.status < 300 ? resolve(JSON.parse(request.responseText)) : reject(problemOf(request))));
    request.addEventListener("error", () => reject(cutOff()));
    request.addEventListener("abort", () => reject(new DOMException("The sending was given up.", "AbortError")));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Make a line in which tasks wait for each other; `busy()` tells whether any is left. */
export function oneByOne() {
  let last = Promise.resolve();
  let left = 0;
  const add = (task) => {
    left += 1;
    const mine = last.then(task).finally(() => { left -= 1; });
    last = mine.catch(() => {});
    return mine;
  };
  return { add, busy: () => left > 0 };
}

function problemOf(request) {
  let told = {};
  try { told = JSON.parse(request.responseText); } catch { told = {}; }
  return new Problem({
    title: told.title || `The studio refused (${request.status})`,
    detail: told.detail || "It gave no reason that this page can read.",
    status: request.status,
    errors: told.errors,
  });
}

function cutOff() {
  return new Problem({
    title: "The file did not arrive",
    detail: "The studio ended the connection, or was closed. The file may be larger than it takes, or have changed while it was sent. Nothing of it was kept.",
    status: 0,
  });
}
