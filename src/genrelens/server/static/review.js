/** Decide about labels in doubt, by keyboard or by hand; every decision is saved at once. */

import { ask, clearProblem, isAborted, latest, showProblem } from "./api.js";
import { byId, element, readData, refill, settled } from "./elements.js";
import { count } from "./format.js";
import { announce } from "./live.js";
import { showCard, showReasons } from "./review-card.js";
import { makeKeeper } from "./saving.js";

const AROUND = 14;
const A_TIME = 500;

const page = readData();
const address = `/api/v1/models/${page.model}/reviews`;
const byItem = new Map();
const history = [];
let every = [];
let shown = [];
let at = 0;

const keeper = makeKeeper({
  onSaved(answer, id) {
    byItem.get(id).decision = answer.item.decision;
    showProgress();
    if (current()?.id === id) draw(false);
    drawQueue();
  },
  onRefused(error, id) {
    byItem.get(id).decision = byItem.get(id).before ?? null;
    go(byItem.get(id));
    showProblem(error);
  },
  onState({ n, trouble }) {
    const place = byId("saving");
    place.classList.toggle("is-late", Boolean(trouble));
    place.textContent = trouble ? `${n} not saved yet: ${trouble} Trying again …` : n ? "Saving …" : "Saved.";
  },
});

const lookUp = latest((signal, id) => ask(`${address}/${id}`, { signal }));
const askReasons = settled(async (id) => {
  try {
    const told = await lookUp(id);
    if (told && current()?.id === id) showReasons(told);
  } catch (error) {
    if (!isAborted(error)) showProblem(error);
  }
}, 120);

const current = () => shown[at];

/** Decide about the label on the card, and go on to the next open one. */
function decide(decision, item = current(), isUndo = false) {
  if (!item) return;
  if (!isUndo) history.push({ id: item.id, decision: item.decision });
  clearProblem();
  item.before = item.decision;
  item.decision = decision;
  keeper.keep(item.id, requestOf(item.id, decision));
  showProgress();
  announce(decision === null ? "Open again" : `Decided: ${decision}`);
  if (decision === null || isUndo) go(item);
  else forward(true);
}

/** Give what is sent for a decision; null opens the label again. */
function requestOf(id, decision) {
  const place = `${address}/${encodeURIComponent(id)}`;
  return decision === null ? { address: place, method: "DELETE" } : { address: place, method: "PUT", json: { decision } };
}

function undo() {
  const last = history.pop();
  if (!last) announce("Nothing to undo");
  else decide(last.decision, byItem.get(last.id), true);
}

function forward(isToOpen) {
  const rest = isToOpen ? shown.findIndex((item, place) => place > at && item.decision === null) : at + 1;
  at = rest === -1 ? Math.min(at + 1, shown.length - 1) : Math.min(rest, shown.length - 1);
  draw(true);
}

function back() {
  at = Math.max(at - 1, 0);
  draw(true);
}

function go(item) {
  const place = shown.indexOf(item);
  if (place === -1) { shown = every; at = every.indexOf(item); } else at = place;
  draw(true);
}

function draw(isNew) {
  drawQueue();
  const item = current();
  if (!item) {
    refill(byId("card"), element("p", { class: "empty-title" }, "No label passes these filters."));
    return;
  }
  const reasons = isNew ? null : document.getElementById("reasons");
  const typed = isNew ? "" : document.getElementById("other")?.value;
  const focused = document.activeElement?.id === "other" && !isNew;
  showCard(item, { model: page.model, genres: page.genres, state: keeper.isWaiting(item.id) ? "saving …" : item.decision === null ? "" : "saved", onDecide: decide });
  if (reasons) byId("reasons").replaceWith(reasons);
  else askReasons(item.id);
  if (typed) byId("other").value = typed;
  if (focused) byId("other").focus();
}

function drawQueue() {
  const first = Math.max(0, Math.min(at - AROUND, shown.length - 2 * AROUND));
  const items = shown.slice(first, first + 2 * AROUND + 1);
  const list = byId("queue");
  list.setAttribute("start", first + 1);
  refill(list, items.map((item) => element("li", { class: item === current() ? "is-here" : null },
    element("button", { type: "button", "aria-current": item === current() ? "true" : null, onclick: () => go(item) },
      element("span", { class: "queue-track" }, item.title),
      element("span", { class: "quiet" }, `${item.label} → ${item.decision === null ? `${item.suggestion || "?"}?` : item.decision === "keep" ? `${item.label} (kept)` : item.decision}`),
      item.decision === null ? null : element("span", { class: "done-mark", "aria-label": "decided" }, "✓")))));
  byId("n-shown").textContent = shown.length === every.length ? `${count(every.length)}` : `${count(shown.length)} of ${count(every.length)}`;
}

function showProgress() {
  const done = every.filter((item) => item.decision !== null).length;
  byId("progress").value = done;
  byId("n-done").textContent = count(done);
  byId("n-left").textContent = count(every.length - done);
}

function filter() {
  const [state, kind, genre] = ["filter-state", "filter-kind", "filter-genre"].map((id) => byId(id).value);
  const wanted = byId("search").value.trim().toLocaleLowerCase();
  const before = current();
  shown = every.filter((item) => (state === "all" || (item.decision === null) === (state === "open"))
    && (!kind || item.kind === kind)
    && (!genre || item.label === genre || item.suggestion === genre)
    && (!wanted || [item.title, item.reason, ...item.names.map(([, text]) => text)].join("\n").toLocaleLowerCase().includes(wanted)));
  at = Math.max(0, shown.indexOf(before));
  draw(true);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]");
  if (isTyping) {
    if (event.key === "Escape" && event.target.id !== "help") { event.target.blur(); byId("card").focus(); }
    return;
  }
  const act = actions()[event.key];
  if (!act || (/^[a-z]$/.test(event.key) && !byId("letters").checked)) return;
  event.preventDefault();
  act();
}

function actions() {
  const item = current();
  return {
    j: () => forward(false), ArrowDown: () => forward(false), k: back, ArrowUp: back,
    a: () => { if (item?.suggestion) decide(item.suggestion); },
    o: () => decide("keep"),
    s: () => { if (item?.second_genre) decide(item.second_genre); },
    x: () => { if (item && item.decision !== null) decide(null); },
    n: () => document.getElementById("other")?.focus(),
    u: undo, "/": () => byId("search").focus(), "?": () => byId("help").showModal(),
  };
}

async function begin() {
  let total = Infinity;
  while (every.length < total) {
    const told = await ask(`${address}?offset=${every.length}&limit=${A_TIME}`);
    total = told.total;
    every = every.concat(told.items);
  }
  for (const item of every) byItem.set(item.id, item);
  shown = every;
  at = Math.max(0, every.findIndex((item) => item.decision === null));
  draw(true);
  document.addEventListener("keydown", onKey);
}

for (const id of ["filter-state", "filter-kind", "filter-genre"]) byId(id).addEventListener("change", filter);
byId("search").addEventListener("input", settled(filter, 150));
begin().catch((error) => showProblem(error));
