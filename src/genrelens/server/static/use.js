/** The page on using a model: send a table, ask about one track, copy calls. */

import { ask, clearProblem, latest, showProblem } from "./api.js";
import { byId, element, readData, refill } from "./elements.js";
import { bytes, percent } from "./format.js";
import { announce } from "./live.js";
import { sendFile } from "./uploading.js";

const page = readData();
const api = `/api/v1/models/${page.model}`;
const USUAL_ERROR = 0.05;
const DECISIONS = { write: ["Write it", "good"], ask: ["Ask me", "busy"], leave: ["Leave it", "warn"] };

/** The largest error that the slider stands at. */
function maxError() {
  const slider = document.getElementById("caution");
  return slider ? page.promises[Number(slider.value)].max_error : USUAL_ERROR;
}

/** Say what the slider's place asks for, and what it achieved in training. */
function showPromise() {
  const slider = byId("caution");
  const told = page.promises[Number(slider.value)];
  byId("caution-share").textContent = told.words;
  slider.setAttribute("aria-valuetext", told.words);
  byId("caution-words").textContent = told.least
    ? `A genre is written from a probability of ${told.least} on.`
    : "No probability is enough for that: no genre is written, and you are asked or the track is left alone.";
  byId("caution-promise").textContent = told.promise;
}

/** Say at once what the server would say after the file was sent. */
function whyNot(file) {
  if (file.size === 0) return "The file is empty.";
  if (file.size > page.max_bytes) return `The file has ${bytes(file.size)}; up to ${bytes(page.max_bytes)} are taken.`;
  if (page.endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return "";
  return "Its ending names no table that can be read. Save it as CSV, TSV, JSON lines or Parquet.";
}

/** Send a table, and open the page of its answers. */
async function bring(file) {
  clearProblem();
  const place = byId("sending");
  const refusal = whyNot(file);
  if (refusal) {
    refill(place, element("p", { class: "notice problem" }, `${file.name}: ${refusal}`));
    return;
  }
  const bar = element("progress", { max: 1, value: 0, "aria-label": `Sending ${file.name}` });
  const words = element("p", { class: "quiet" }, `Sending ${file.name}`);
  refill(place, words, bar);
  const asked = new URLSearchParams({ name: file.name, max_error: maxError(), reasons: byId("reasons").checked });
  try {
    const answer = await sendFile(`${api}/answers?${asked}`, file, {
      onProgress: (sent, total) => {
        bar.value = total ? sent / total : 0;
        words.textContent = `Sending ${file.name}: ${bytes(sent)} of ${bytes(total)}`;
      },
    });
    announce(`${file.name} has arrived.`);
    window.location.assign(`/answers/${answer.answer.id}`);
  } catch (error) {
    place.replaceChildren();
    showProblem(error);
  }
}

function listenToDrops() {
  const zone = byId("bring");
  const input = byId("file");
  zone.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => { if (input.files.length) bring(input.files[0]); input.value = ""; });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) bring(event.dataTransfer.files[0]);
  });
}

/** Gather the track that was typed; text is read as a cell of a table would be. */
function typedTrack() {
  const track = {};
  for (const field of document.querySelectorAll("[data-header]")) {
    const text = field.value.trim();
    if (text) track[page.headers[Number(field.dataset.header)]] = asValue(text);
  }
  return track;
}

/** A plain number as a number; all else as it stands. */
function asValue(text) {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

const askOne = latest((signal, track) =>
  ask(`${api}/predict`, { json: { tracks: [track], max_error: maxError(), reasons: true }, signal }));

async function nameOne() {
  clearProblem();
  const track = typedTrack();
  if (!Object.keys(track).length) {
    refill(byId("one-answer"), element("p", { class: "notice" }, "Write at least one value, or fill in a typical track."));
    return;
  }
  try {
    const answer = await askOne(track);
    if (answer) showOne(answer.predictions[0], answer.notices);
  } catch (error) {
    showProblem(error);
  }
}

/** Show what the model says of one track. */
function showOne(told, notices) {
  if (told.genre === null) {
    refill(byId("one-answer"), element("p", {}, told.warnings));
    return;
  }
  const ranked = Object.entries(told.probabilities).sort((a, b) => b[1] - a[1]);
  const [words, kind] = DECISIONS[told.decision] || ["", ""];
  const decided = words
    ? element("p", {}, element("span", { class: `badge ${kind}` }, words), " ", told.decided_genre ? element("b", {}, `${told.decided_genre}: `) : null, told.decision_reason)
    : null;
  refill(byId("one-answer"),
    element("h3", {}, told.genre),
    decided,
    element("ul", { class: "genre-bars" }, ranked.map(bar)),
    told.reasons ? element("p", {}, element("b", {}, "Why: "), told.reasons) : null,
    told.warnings ? element("p", { class: "notice warning" }, told.warnings) : null,
    notices.length ? element("details", {}, element("summary", {}, "What was noticed"), element("ul", {}, notices.map((one) => element("li", {}, one)))) : null);
  announce(`${told.genre}, ${percent(told.probability)}.`);
}

function bar([genre, share]) {
  const colour = page.colours[genre];
  return element("li", {},
    element("span", { class: "name" }, element("span", { class: "genre" }, element("span", { class: `swatch ${colour}`, "aria-hidden": "true" }), genre)),
    element("span", { class: `meter ${colour}` }, element("i", { style: { "--share": share } })),
    element("b", {}, percent(share)));
}

/** Put the middle values of training into the fields. */
function fillTypical() {
  for (const field of document.querySelectorAll("[data-header]")) {
    field.value = field.dataset.typical ?? field.placeholder;
  }
}

function listenToOne() {
  byId("one").addEventListener("submit", (event) => { event.preventDefault(); nameOne(); });
  byId("one").addEventListener("reset", () => refill(byId("one-answer"), element("p", { class: "quiet" }, "The answer appears here.")));
  byId("fill").addEventListener("click", () => { fillTypical(); nameOne(); });
}

/** Copy a call; where the browser does not let us, select it for the reader. */
async function copyCode(button) {
  const code = byId(`code-${button.dataset.copy}`);
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
    announce("Copied.");
  } catch {
    window.getSelection().selectAllChildren(code);
    button.textContent = "Selected: press Ctrl+C";
  }
  setTimeout(() => { button.textContent = "Copy"; }, 2500);
}

if (page.promises.length) byId("caution").addEventListener("input", showPromise);
listenToDrops();
listenToOne();
for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copyCode(button));
