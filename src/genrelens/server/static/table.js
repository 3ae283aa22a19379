/** What is in a table: change how it is read, and look at the rows of a finding. */

import { ask, clearProblem, latest, showProblem } from "./api.js";
import { byId, element, readData, refill } from "./elements.js";
import { count, plural } from "./format.js";
import { announce } from "./live.js";
import { optionsOf } from "./table-options.js";
import { showTips } from "./tips.js";

const told = readData();
const address = `/api/v1/tables/${told.table}`;

/** Compare the form with what the table was read by, and say what differs. */
function listenToForm() {
  const form = byId("options");
  const before = optionsOf(form, told.headers);
  const look = () => {
    const now = optionsOf(form, told.headers);
    const changed = Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]));
    byId("save").disabled = changed.length === 0;
    byId("undo").disabled = changed.length === 0;
    byId("changes").textContent = changed.length ? `${plural(changed.length, "choice")} changed; the page shows the table as it was read before.` : "Nothing is changed.";
    byId("save").closest(".save-bar").classList.toggle("has-changes", changed.length > 0);
    markRows(form);
  };
  form.addEventListener("input", look);
  byId("undo").addEventListener("click", () => { form.reset(); look(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); save(form); });
}

function markRows(form) {
  for (const select of form.querySelectorAll("select[data-column]")) {
    const isChanged = !select.options[select.selectedIndex].defaultSelected;
    select.closest("tr").classList.toggle("is-changed", isChanged);
  }
}

async function save(form) {
  clearProblem();
  byId("save").disabled = true;
  try {
    await ask(address, { method: "PATCH", json: optionsOf(form, told.headers) });
    window.location.assign(`/tables/${told.table}`);
  } catch (error) {
    byId("save").disabled = false;
    showProblem(error);
  }
}

/** Open the rows of a finding below it; once more closes them. */
function listenToFindings() {
  for (const link of document.querySelectorAll("a.show-rows")) {
    const place = link.closest(".finding").querySelector(".rows-here");
    const words = link.textContent;
    const look = latest((signal, offset) => ask(rowsAddress(link, offset), { signal }));
    const show = async (offset) => {
      const rows = await look(offset).catch(showProblem);
      if (rows) refill(place, ...rowsTable(rows, offset, show));
      if (rows) announce(rows.is_known ? `${plural(rows.total, "row")}, from ${count(offset + 1)}` : "No single rows");
    };
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const isOpen = place.childElementCount > 0;
      link.setAttribute("aria-expanded", String(!isOpen));
      link.textContent = isOpen ? words : "Hide the rows";
      if (isOpen) place.replaceChildren();
      else show(0);
    });
    link.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); link.click(); } });
  }
}

/** What a finding offers to do about it sets a choice of the form, and shows it. */
function listenToFixes() {
  const form = byId("options");
  for (const button of document.querySelectorAll("button[data-set]")) {
    button.addEventListener("click", () => {
      const { set, column, value } = button.dataset;
      const field = set === "use" ? form.querySelector(`select[data-column="${Number(column)}"]`) : form.elements[set];
      if (value) field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    });
  }
}

function rowsAddress(link, offset) {
  const finding = told.findings[Number(link.dataset.finding)];
  const query = new URLSearchParams({ finding: finding.code, column: finding.column, offset, limit: told.page });
  return `${address}/rows?${query}`;
}

/** Draw some rows as they stand in the file, with the way to the next ones. */
function rowsTable(rows, offset, show) {
  if (!rows.is_known) return [element("p", {}, "This is about the column or the file as a whole, not about single rows.")];
  const isMeant = (place) => (place === 0 && rows.concerned ? "is-meant" : null);
  const head = rows.headers.map((header, place) => element("th", { scope: "col", class: isMeant(place) }, header));
  const body = rows.items.map((row) => element("tr", {},
    element("th", { scope: "row", class: "number" }, row.line),
    row.cells.map((cell, place) => element("td", { class: isMeant(place), title: cell.length > 30 ? cell : null }, cell))));
  const last = offset + rows.items.length;
  const hidden = rows.n_columns - rows.headers.length;
  return [
    element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Rows of the finding" },
      element("table", { class: "rows-table is-compact" },
        element("caption", {}, `Cells as they stand in the file; rows ${count(offset + 1)} to ${count(last)} of ${count(rows.total)}.${hidden ? ` ${plural(hidden, "further column")} not shown.` : ""}`),
        element("thead", {}, element("tr", {}, element("th", { scope: "col", class: "number" }, "line"), head)),
        element("tbody", {}, body))),
    pager(offset, last, rows.total, show),
  ];
}

function pager(offset, last, total, show) {
  if (total <= told.page) return null;
  const go = (words, to, isOff) => element("button", { type: "button", class: "button small", disabled: isOff, onclick: () => show(to) }, words);
  return element("div", { class: "pager" },
    go("Earlier rows", Math.max(offset - told.page, 0), offset === 0),
    go("Later rows", last, last >= total));
}

listenToForm();
listenToFindings();
listenToFixes();
showTips();
