/** A table of any length: only the rows in view exist, fetched in pages as they come near. */

import { element, onceAFrame } from "./elements.js";

const PAGE = 100;
const MOST_PAGES = 60;
const TALLEST = 8_000_000; // pixels; beyond, browsers lose count, so scrolling is stretched
const AROUND = 6;

/** A grid whose rows are fetched by `load(offset, limit, signal)` and drawn by `fill`. */
export class LongTable {
  /**
   * @param {HTMLElement} place what the table takes the place of
   * @param {{columns: Array<{key: string, title: string, sort?: string, class?: string}>, rowHeight: number,
   *   load: (offset: number, limit: number, signal: AbortSignal) => Promise<Array<object>>,
   *   fill: (cells: HTMLElement[], row: object|null) => void,
   *   open: (row: object, event: Event) => void, sortBy: (key: string) => void,
   *   onTrouble: (error: Error) => void, label: string}} options
   */
  constructor(place, options) {
    Object.assign(this, options);
    this.total = 0;
    this.active = 0;
    this.pages = new Map();
    this.loading = new Map();
    this.pool = [];
    this.build(place);
    this.draw = onceAFrame(() => this.drawNow());
    this.scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    this.grid.addEventListener("keydown", (event) => this.onKey(event));
  }

  build(place) {
    this.headings = this.columns.map((column) => this.heading(column));
    this.head = element("div", { role: "rowgroup", class: "long-head" }, element("div", { role: "row", "aria-rowindex": "1", class: "long-row" }, this.headings));
    this.spacer = element("div", { role: "rowgroup", class: "long-rows" });
    this.grid = element("div", { class: "long", role: "grid", tabindex: "0", "aria-label": this.label, "aria-colcount": String(this.columns.length) }, this.head, this.spacer);
    this.scroller = this.grid; // one element scrolls and has the focus, so that keys and wheel agree
    this.grid.style.setProperty("--row-height", `${this.rowHeight}px`);
    place.replaceChildren(this.grid);
  }

  heading(column) {
    const attributes = { role: "columnheader", class: `long-cell ${column.class || ""}` };
    if (!column.sort) return element("div", attributes, column.title);
    const button = element("button", { type: "button", class: "sort", tabindex: "-1", onclick: () => this.sortBy(column.sort) }, column.title);
    return element("div", { ...attributes, dataset: { sort: column.sort } }, button);
  }

  /** Tell which column orders the rows; "-" before its key for falling. */
  markSorted(sort) {
    for (const heading of this.headings) {
      const isHere = heading.dataset.sort === sort.replace(/^-/, "");
      if (isHere) heading.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      else heading.removeAttribute("aria-sort");
    }
  }

  /** Forget all rows and show others from the first (or from `active`) on. */
  show(total, first = null, active = 0) {
    for (const one of this.loading.values()) one.abort();
    this.loading.clear();
    this.pages.clear();
    if (first) this.pages.set(0, first);
    this.total = total;
    this.active = Math.min(active, Math.max(0, total - 1));
    this.grid.setAttribute("aria-rowcount", String(total + 1));
    this.spacer.style.setProperty("height", `${this.height}px`);
    this.scroller.scrollTop = 0;
    if (this.active > 0) this.reveal(this.active);
    this.drawNow();
  }

  /** Pixels in which rows are seen: the head stays above them. */
  get view() {
    return Math.max(0, this.scroller.clientHeight - this.head.offsetHeight);
  }

  get height() {
    return Math.min(this.total * this.rowHeight, TALLEST);
  }

  /** Pixels of rows for a pixel of scrolling: 1 but for tables of more than some 100,000 rows. */
  get stretch() {
    const { view } = this;
    const [real, shown] = [this.total * this.rowHeight - view, this.height - view];
    return shown > 0 ? Math.max(1, real / shown) : 1;
  }

  rowAt(place) {
    return this.pages.get(Math.floor(place / PAGE))?.[place % PAGE] ?? null;
  }

  drawNow() {
    const { view } = this;
    const top = this.scroller.scrollTop;
    const from = top * this.stretch;
    const first = Math.max(0, Math.floor(from / this.rowHeight) - AROUND);
    const last = Math.min(this.total, Math.ceil((from + view) / this.rowHeight) + AROUND);
    this.fetchAround(first, last);
    this.spare(last - first);
    for (let at = 0; at < this.pool.length; at += 1) {
      const place = first + at;
      this.put(this.pool[at], place < last ? place : -1, top + place * this.rowHeight - from);
    }
    this.grid.setAttribute("aria-activedescendant", this.total ? `long-row-${this.active}` : "");
  }

  spare(needed) {
    while (this.pool.length < needed) {
      const cells = this.columns.map((column, at) => element("div", { role: "gridcell", "aria-colindex": String(at + 1), class: `long-cell ${column.class || ""}` }));
      const line = element("div", { role: "row", class: "long-row" }, cells);
      line.addEventListener("click", (event) => this.onClick(line, event));
      this.spacer.append(line);
      this.pool.push({ line, cells, place: -2, row: undefined });
    }
  }

  put(slot, place, top) {
    slot.line.hidden = place < 0;
    if (place < 0) { slot.place = -1; slot.line.removeAttribute("id"); return; }
    slot.line.style.setProperty("transform", `translateY(${Math.round(top)}px)`);
    slot.line.setAttribute("aria-selected", String(place === this.active));
    const row = this.rowAt(place);
    if (slot.place === place && slot.row === row) return;
    slot.place = place;
    slot.row = row;
    slot.line.id = `long-row-${place}`;
    slot.line.dataset.place = String(place);
    slot.line.setAttribute("aria-rowindex", String(place + 2));
    slot.line.classList.toggle("is-waiting", row === null);
    slot.line.classList.toggle("is-odd", place % 2 === 1);
    this.fill(slot.cells, row);
  }

  fetchAround(first, last) {
    const [from, to] = [Math.floor(first / PAGE), Math.floor(Math.max(0, last - 1) / PAGE)];
    for (const [page, one] of this.loading) if (page < from - 1 || page > to + 1) { one.abort(); this.loading.delete(page); }
    for (let page = from; page <= to && page * PAGE < this.total; page += 1) this.fetchPage(page);
    while (this.pages.size > MOST_PAGES) this.dropFarthest((from + to) / 2);
  }

  dropFarthest(middle) {
    let farthest = null;
    for (const page of this.pages.keys()) if (farthest === null || Math.abs(page - middle) > Math.abs(farthest - middle)) farthest = page;
    this.pages.delete(farthest);
  }

  async fetchPage(page) {
    if (this.pages.has(page) || this.loading.has(page)) return;
    const mine = new AbortController();
    this.loading.set(page, mine);
    try {
      const rows = await this.load(page * PAGE, PAGE, mine.signal);
      if (!mine.signal.aborted) { this.pages.set(page, rows); this.draw(); }
    } catch (error) {
      if (!mine.signal.aborted) this.onTrouble(error);
    } finally {
      if (this.loading.get(page) === mine) this.loading.delete(page);
    }
  }

  onClick(line, event) {
    const place = Number(line.dataset.place);
    this.choose(place);
    const row = this.rowAt(place);
    if (row && !event.target.closest("a")) this.open(row, event);
  }

  choose(place) {
    this.active = Math.min(Math.max(0, place), Math.max(0, this.total - 1));
    this.reveal(this.active);
    this.drawNow();
  }

  reveal(place) {
    const { view } = this;
    const [top, bottom] = [place * this.rowHeight, (place + 1) * this.rowHeight];
    const from = this.scroller.scrollTop * this.stretch;
    if (top < from) this.scroller.scrollTop = top / this.stretch;
    else if (bottom > from + view) this.scroller.scrollTop = Math.ceil((bottom - view) / this.stretch);
  }

  onKey(event) {
    if (event.target.closest("button, a") && event.key === "Enter") return;
    const page = Math.max(1, Math.floor(this.view / this.rowHeight) - 1);
    const to = { ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page, PageUp: this.active - page, Home: 0, End: this.total - 1 }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (to !== undefined) { event.preventDefault(); this.choose(to); return; }
    const row = this.rowAt(this.active);
    if (event.key === "Enter" && row) { event.preventDefault(); this.open(row, event); }
  }
}
