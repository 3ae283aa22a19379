/** Lead from the report to the tracks behind it: cells, pairs and single tracks. */

import { byId, element, readData, svg } from "./elements.js";
import { announce } from "./live.js";
import { count, percent } from "./format.js";

const report = readData("data");
const links = readData("links");

/* The report shows names with odd characters as codes; addresses want the names. */
const names = new Map(report.genres.map((shown, at) => [shown, links.genres[at]]));

/** Give the address of the tracks that a cell counts: each once, none of the locked test. */
function tracksOf(genre, predicted) {
  const query = new URLSearchParams({ genre: names.get(genre), predicted: names.get(predicted), counted: "true", part: "cross-validation" });
  return `${links.model}/explore?${query}`;
}

/** Say what a cell of the confusion matrix holds. */
function cellWords(row, column) {
  const { rows, columns, counts } = report.confusion;
  const total = counts[row].reduce((sum, number) => sum + number, 0);
  const verb = row === column ? "recognised" : `taken for ${columns[column]}`;
  const share = total ? counts[row][column] / total : 0;
  return `${rows[row]} ${verb}: ${count(counts[row][column])} of ${count(total)} tracks, ${percent(share)}`;
}

/** Let a pointer and the keyboard open the cells of the confusion matrix. */
function openCells(sheet) {
  const picture = sheet.ownerSVGElement;
  const shape = { rows: Number(sheet.dataset.rows), columns: Number(sheet.dataset.columns) };
  const chosen = { row: 0, column: 0 };
  const mark = svg("rect", { class: "chosen", visibility: "hidden" });
  sheet.before(mark);
  const frame = element("div", {
    class: "cells", tabindex: "0", role: "application",
    "aria-label": "Confusion matrix. Arrow keys choose a cell, Enter opens its tracks.",
  });
  picture.replaceWith(frame);
  frame.append(picture);

  const open = () => { window.location.assign(tracksOf(report.confusion.rows[chosen.row], report.confusion.columns[chosen.column])); };
  const show = () => {
    const size = { x: sheet.width.baseVal.value / shape.columns, y: sheet.height.baseVal.value / shape.rows };
    const at = { x: sheet.x.baseVal.value + size.x * chosen.column, y: sheet.y.baseVal.value + size.y * chosen.row };
    for (const [name, value] of Object.entries({ x: at.x - 1, y: at.y - 1, width: size.x, height: size.y, visibility: "visible" })) mark.setAttribute(name, value);
  };
  sheet.addEventListener("click", (event) => {
    const box = sheet.getBoundingClientRect();
    chosen.row = inside((event.clientY - box.top) / box.height * shape.rows, shape.rows);
    chosen.column = inside((event.clientX - box.left) / box.width * shape.columns, shape.columns);
    show();
    open();
  });
  frame.addEventListener("focus", () => { show(); announce(cellWords(chosen.row, chosen.column)); });
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") { event.preventDefault(); open(); return; }
    const moved = move(chosen, event.key, shape);
    if (!moved) return;
    event.preventDefault();
    Object.assign(chosen, moved);
    show();
    announce(cellWords(chosen.row, chosen.column));
  });
}

function inside(place, n) {
  return Math.min(Math.max(Math.floor(place), 0), n - 1);
}

function move({ row, column }, key, { rows, columns }) {
  const ways = {
    ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
    Home: [row, 0], End: [row, columns - 1],
    PageUp: [0, column], PageDown: [rows - 1, column],
  };
  const to = ways[key];
  return to ? { row: inside(to[0], rows), column: inside(to[1], columns) } : null;
}

/** Turn the counts of the table of mistakes into links. */
function linkPairs() {
  document.querySelectorAll("#confusion .sortable tbody tr").forEach((row) => {
    const [genre, predicted, number] = [...row.cells].map((cell) => cell.textContent);
    if (!names.has(genre) || !names.has(predicted)) return;
    row.cells[2].replaceChildren(element("a", {
      href: tracksOf(genre, predicted), "aria-label": `${number} tracks of ${genre} taken for ${predicted}`,
    }, number));
  });
}

/** Turn the genres of the table of scores into links. */
function linkGenres() {
  document.querySelectorAll("#by_genre .sortable tbody th").forEach((cell) => {
    const genre = names.get(cell.textContent);
    if (genre === undefined) return;
    cell.replaceChildren(element("a", { href: `${links.model}/explore?${new URLSearchParams({ genre })}` }, cell.textContent));
  });
}

/** Give every sample track a link to its own page. */
function linkSamples() {
  for (const [number, row] of Object.entries(links.samples)) {
    const article = document.querySelector(`[data-track="${number}"]`);
    if (!article) continue;
    article.append(element("p", {}, element("a", { href: `${links.model}/tracks/${row}` }, "All about this track: its neighbours, and why not another genre")));
  }
}

/** Mark in the contents where the reader is. */
function followReader() {
  const entries = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const watch = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      entries.forEach((link) => link.removeAttribute("aria-current"));
      entries.get(target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-15% 0px -75% 0px" });
  document.querySelectorAll(".sections > section").forEach((section) => watch.observe(section));
}

const sheet = document.querySelector("[data-heat=confusion]");
if (sheet && report.confusion) openCells(sheet);
linkPairs();
linkGenres();
linkSamples();
followReader();
byId("main").dataset.ready = "true";
