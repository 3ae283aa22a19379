/** The page of a plan: listen, change, confirm. */

import { ask, clearProblem, showProblem } from "./api.js";
import { byId, readData } from "./elements.js";
import { count, plural } from "./format.js";
import { isTaken, tellWhy, toggle } from "./listening.js";
import { announce } from "./live.js";
import { makeKeeper } from "./saving.js";

const page = readData();
const api = `/api/v1/plans/${page.plan}`;
const audio = document.getElementById("sound");
const rows = [...document.querySelectorAll("tr[data-row]")];
let writing = document.getElementById("n-write") ? readCount("n-write") : 0;
let current = -1;

const keeper = makeKeeper({
  onSaved: (answer) => { drawCounts(answer.counts); if (answer.row) drawRow(answer.row); },
  onRefused: (error, key) => { showProblem(error); restore(key); },
  onState: ({ n, trouble }) => {
    const place = byId("saving");
    place.classList.toggle("is-late", Boolean(trouble));
    place.textContent = trouble ? `Not saved yet: ${trouble}` : n ? "Saving…" : "Saved.";
  },
});

function readCount(id) {
  return Number(byId(id).textContent.replaceAll(",", ""));
}

/** Show what the plan would do now, and what is promised of it. */
function drawCounts(counts) {
  writing = counts.write;
  for (const name of ["write", "ask", "leave", "changed"]) byId(`n-${name}`).textContent = count(counts[name]);
  byId("promised").textContent = counts.promised;
  byId("n-person").textContent = count(counts.by_person);
  byId("n-apply").textContent = plural(writing, "file");
  byId("apply").disabled = writing === 0;
  byId("nothing").hidden = writing !== 0;
}

/** Show a row as the server keeps it. */
function drawRow(told) {
  const row = rows.find((each) => Number(each.dataset.row) === told.row);
  if (!row) return;
  row.classList.toggle("is-changed", told.is_changed);
  row.querySelector(".decision").value = told.decision;
  const genres = row.querySelector(".genres");
  if (document.activeElement !== genres) genres.value = told.new.join("; ");
  for (const part of row.querySelectorAll(".decision, .genres")) part.dataset.kept = part.value;
}

/** Put back what stands in the plan after the server refused a change. */
function restore(key) {
  const row = rows.find((each) => each.dataset.row === key);
  for (const part of row?.querySelectorAll(".decision, .genres") ?? []) part.value = part.dataset.kept;
}

/** Take the genres out of what was typed. */
function split(text) {
  return text.split(";").map((part) => part.trim()).filter(Boolean);
}

/** Save the decision and the genres of one row. */
function keepRow(row, change) {
  clearProblem();
  keeper.keep(row.dataset.row, { address: `${api}/rows/${row.dataset.row}`, method: "PATCH", json: change });
}

function listenToRows() {
  for (const row of rows) {
    const [decision, genres] = [row.querySelector(".decision"), row.querySelector(".genres")];
    for (const part of [decision, genres]) if (part) part.dataset.kept = part.value;
    const both = () => ({ decision: decision.value, genres: split(genres.value) });
    decision?.addEventListener("change", () => keepRow(row, { decision: decision.value }));
    genres?.addEventListener("change", () => {
      if (decision.value !== "write") decision.value = "write";
      keepRow(row, both());
    });
    row.addEventListener("focusin", () => { current = rows.indexOf(row); });
    row.querySelector("[data-sound]")?.addEventListener("click", () => play(row));
  }
}

/** Listen to the track of a row; the same row again stops it. */
function play(row) {
  const button = row?.querySelector("[data-sound]");
  if (!button || !audio) return;
  if (audio.dataset.row === row.dataset.row) {
    toggle(audio);
    return;
  }
  for (const each of rows) each.classList.toggle("is-playing", each === row);
  byId("no-sound").hidden = true;
  byId("now").textContent = button.dataset.title;
  audio.dataset.row = row.dataset.row;
  audio.src = button.dataset.sound;
  audio.setAttribute("aria-label", button.dataset.title);
  toggle(audio);
}

/** Go to a row: mark it, and bring it into view. */
function go(to) {
  if (!rows[to]) return;
  current = to;
  for (const each of rows) each.classList.toggle("is-here", each === rows[to]);
  rows[to].focus();
  rows[to].scrollIntoView({ block: "nearest" });
}

function decide(decision) {
  const select = rows[current]?.querySelector(".decision");
  if (!select) return;
  select.value = decision;
  keepRow(rows[current], { decision });
}

const KEYS = {
  " ": () => { if (current >= 0) play(rows[current]); else if (audio?.src) toggle(audio); },
  j: () => go(Math.min(current + 1, rows.length - 1)),
  k: () => go(Math.max(current - 1, 0)),
  n: () => go(rows.findIndex((row, at) => at > current && row.querySelector(".decision")?.value === "ask")),
  w: () => decide("write"),
  a: () => decide("ask"),
  l: () => decide("leave"),
};

function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key];
    if (!act || isTaken(event)) return;
    event.preventDefault();
    act();
  });
}

/** Ask before something that is not done lightly. */
function confirmFirst(title, words, yes, act) {
  byId("sure-title").textContent = title;
  byId("sure-words").textContent = words;
  byId("sure-yes").textContent = yes;
  byId("sure-yes").onclick = () => { byId("sure").close(); act(); };
  byId("sure").showModal();
}

/** Start a job that changes files, and follow it. */
async function start(address, json) {
  clearProblem();
  try {
    const told = await ask(address, { method: "POST", json });
    window.location.assign(`/jobs/${told.job.id}`);
  } catch (error) {
    showProblem(error);
  }
}

function listenToEnds() {
  document.getElementById("apply")?.addEventListener("click", () => {
    if (!keeper.isIdle()) { announce("Wait until your changes are saved."); return; }
    const files = writing;
    confirmFirst(`Write genres into ${plural(files, "file")}?`,
      "These files are changed on your disk, one after another; their sound is not. You can undo it afterwards on this page.",
      `Write into ${plural(files, "file")}`, () => start(`${api}/apply`, { files }));
  });
  document.getElementById("undo")?.addEventListener("click", () => {
    confirmFirst("Undo what was written?", "Every file gets back what it had before.", "Undo it", () => start(`${api}/undo`, {}));
  });
  document.getElementById("remove")?.addEventListener("click", () => {
    confirmFirst("Remove this plan?", "Your changes go with it. No file is touched.", "Remove it", async () => {
      try {
        await ask(api, { method: "DELETE" });
        window.location.assign("/");
      } catch (error) { showProblem(error); }
    });
  });
  byId("sure-no").addEventListener("click", () => byId("sure").close());
}

function listenToMany() {
  const form = document.getElementById("many");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearProblem();
    const [decision, genres] = [byId("many-decision").value, split(byId("many-genres").value)];
    if (!decision && !genres.length) { byId("saving").textContent = "Choose a decision, or write genres, first."; return; }
    const change = decision === "as-planned" ? null : { ...(decision ? { decision } : {}), ...(genres.length ? { genres } : {}) };
    try {
      await ask(`${api}/rows`, { method: "POST", json: { rows: page.rows, change } });
      window.location.reload();
    } catch (error) { showProblem(error); }
  });
}

audio?.addEventListener("error", () => { if (audio.getAttribute("src")) tellWhy(audio); });
listenToRows();
listenToKeys();
listenToEnds();
listenToMany();
