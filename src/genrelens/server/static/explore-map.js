/** The map of a collection on a canvas: colours, pan, zoom, names, regions. */

import { byId, element, onceAFrame, refill, settled } from "./elements.js";
import { Camera } from "./explore-camera.js";
import { PointGrid, thinned } from "./explore-points.js";

const SURE_STEPS = ["under 20 %", "20 to 40 %", "40 to 60 %", "60 to 80 %", "80 % and more"];
const NEAR = 14; // pixels from a point that still mean the point
const MOST_CORNERS = 60;

/** Draws all tracks; those that a filter leaves out stay as a grey ground. */
export class CollectionMap {
  /**
   * @param {{facts: object, load: () => Promise<object>, nameOf: (row: number, signal: AbortSignal) => Promise<object>,
   *   address: (row: object) => string, region: (area: string) => void, onTrouble: (error: Error) => void}} options
   */
  constructor(options) {
    Object.assign(this, options);
    this.canvas = byId("map");
    this.context = this.canvas.getContext("2d");
    this.picked = new Set();
    this.lit = null;
    this.shown = null;
    this.lasso = null;
    this.draw = onceAFrame(() => this.drawNow());
  }

  /** Fetch the positions and begin. */
  async open() {
    try {
      this.points = await this.load();
    } catch (error) {
      this.onTrouble(error);
      return;
    }
    byId("map-frame").hidden = false;
    document.querySelector(".map-tools").hidden = false;
    this.grid = new PointGrid(this.points);
    this.camera = new Camera(this.canvas, this.grid.bounds, this.draw);
    this.listen();
    this.recolour();
    new ResizeObserver(() => { this.camera.resize(); this.draw(); }).observe(byId("map-frame"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
  }

  /** Say which tracks a filter keeps: bits in base 64; null for all. */
  mark(bits) {
    if (!this.points) return;
    this.shown = bits === null ? null : Uint8Array.from(atob(bits), (letter) => letter.charCodeAt(0));
    this.sort();
  }

  isShown(at) {
    return (this.shown === null || (this.shown[at >> 3] & (128 >> (at & 7))) !== 0) && this.isWanted(this.kinds[at]);
  }

  /** A kind under the pointer stands alone; else those that were picked; else all. */
  isWanted(kind) {
    if (this.lit !== null) return kind === this.lit;
    return this.picked.size === 0 || this.picked.has(kind);
  }

  /** Find the kind (and colour) of every point for the chosen colouring. */
  recolour() {
    this.way = byId("map-colour").value;
    const { genre, predicted, sure, genres } = this.points;
    const kindOf = {
      genre: (at) => genre[at],
      predicted: (at) => predicted[at],
      right: (at) => (genre[at] === predicted[at] ? 0 : 1),
      sure: (at) => Math.min(4, Math.floor(sure[at] / 20)),
    }[this.way];
    this.kinds = genre.map((_, at) => kindOf(at));
    const byGenre = genres.map((name) => ({ name, colour: this.facts.colours[name] }));
    this.legend = { genre: byGenre, predicted: byGenre, right: [{ name: "label and prediction agree", colour: "is-right" }, { name: "they differ", colour: "is-wrong" }], sure: SURE_STEPS.map((name, at) => ({ name, colour: `sure-${at}` })) }[this.way];
    this.showLegend();
    this.sort();
  }

  showLegend() {
    const items = this.legend.map((kind, at) => {
      const swatch = element("span", { class: `swatch ${kind.colour}`, "aria-hidden": "true" });
      const button = element("button", { type: "button", class: "legend-key", "aria-pressed": "false", onclick: () => this.toggle(at, button) }, swatch, kind.name);
      button.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") this.light(at); });
      button.addEventListener("pointerleave", () => this.light(null));
      button.addEventListener("focus", () => { if (button.matches(":focus-visible")) this.light(at); });
      button.addEventListener("blur", () => this.light(null));
      return element("li", {}, button);
    });
    refill(byId("legend"), items);
    this.colours = items.map((item) => getComputedStyle(item.querySelector(".swatch")).color);
    const style = getComputedStyle(document.documentElement);
    this.ground = style.getPropertyValue("--line").trim();
    this.ink = style.getPropertyValue("--ink").trim();
  }

  /** Show one kind alone for as long as the pointer or the focus is on its name. */
  light(kind) {
    if (this.lit === kind) return;
    this.lit = kind;
    this.sort();
  }

  toggle(at, button) {
    if (this.picked.has(at)) this.picked.delete(at);
    else this.picked.add(at);
    this.lit = null;
    button.setAttribute("aria-pressed", String(this.picked.has(at)));
    byId("legend").classList.toggle("is-choosing", this.picked.size > 0);
    this.sort();
  }

  /** Order the points by colour, those left out first, so that drawing is quick. */
  sort() {
    const left = [];
    const groups = this.legend.map(() => []);
    for (let at = 0; at < this.kinds.length; at += 1) (this.isShown(at) ? groups[this.kinds[at]] : left).push(at);
    this.left = left;
    this.groups = groups;
    this.draw();
  }

  drawNow() {
    const { context, camera } = this;
    const n = this.kinds.length - this.left.length;
    context.setTransform(camera.density, 0, 0, camera.density, 0, 0);
    context.clearRect(0, 0, camera.width, camera.height);
    const size = Math.min(9, Math.max(1.6, (n > 20000 ? 1.8 : n > 4000 ? 2.6 : 4.4) * Math.sqrt(camera.zoom)));
    this.dots(this.left, this.ground, Math.max(1.2, size * 0.7));
    const order = this.groups.map((_, kind) => kind).sort((a, b) => this.groups[b].length - this.groups[a].length);
    for (const kind of order) this.dots(this.groups[kind], this.colours[kind], this.way === "right" && kind === 1 ? size * 1.25 : size);
    if (this.named !== undefined) this.ring(this.named);
    if (this.lasso) this.drawLasso();
  }

  dots(places, colour, size) {
    const { x, y } = this.points;
    const { context, camera } = this;
    const half = size / 2;
    context.fillStyle = colour;
    for (const at of places) {
      const [left, top] = [camera.left(x[at]) - half, camera.top(y[at]) - half];
      if (left > -size && top > -size && left < camera.width && top < camera.height) context.fillRect(left, top, size, size);
    }
  }

  ring(at) {
    const { context, camera } = this;
    context.strokeStyle = this.ink;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(camera.left(this.points.x[at]), camera.top(this.points.y[at]), 8, 0, 2 * Math.PI);
    context.stroke();
  }

  drawLasso() {
    const { context, ink } = this;
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    context.setLineDash([5, 4]);
    context.beginPath();
    this.lasso.forEach(([left, top], at) => (at ? context.lineTo(left, top) : context.moveTo(left, top)));
    context.closePath();
    context.stroke();
    context.setLineDash([]);
  }

  listen() {
    const name = settled((at) => this.tellName(at), 60);
    byId("map-colour").addEventListener("change", () => { this.picked.clear(); byId("legend").classList.remove("is-choosing"); this.recolour(); });
    byId("map-in").addEventListener("click", () => this.camera.zoomBy(1.6));
    byId("map-out").addEventListener("click", () => this.camera.zoomBy(1 / 1.6));
    byId("map-all").addEventListener("click", () => this.camera.showAll());
    byId("map-lasso").addEventListener("click", () => this.takeLasso(!this.isLasso));
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event, name));
    this.canvas.addEventListener("pointerup", (event) => this.release(event));
    this.canvas.addEventListener("pointercancel", () => { this.lasso = null; this.draw(); });
    this.canvas.addEventListener("keydown", (event) => { if (event.key === "Escape") this.takeLasso(false); });
  }

  takeLasso(isOn) {
    this.isLasso = isOn;
    this.lasso = null;
    this.camera.isHeld = isOn;
    byId("map-lasso").setAttribute("aria-pressed", String(isOn));
    this.canvas.classList.toggle("is-lasso", isOn);
    this.draw();
  }

  press(event) {
    this.pressed = [event.offsetX, event.offsetY];
    if (!this.isLasso) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.lasso = [[event.offsetX, event.offsetY]];
  }

  move(event, name) {
    if (this.lasso) {
      this.lasso.push([event.offsetX, event.offsetY]);
      this.draw();
    } else if (event.buttons === 0) {
      name(this.near(event));
    }
  }

  release(event) {
    if (this.lasso) { this.closeLasso(); return; }
    const [left, top] = this.pressed ?? [event.offsetX, event.offsetY];
    if (Math.hypot(event.offsetX - left, event.offsetY - top) < 5) this.tellName(this.near(event));
  }

  closeLasso() {
    const corners = thinned(this.lasso, MOST_CORNERS);
    this.takeLasso(false);
    if (corners.length < 3) return;
    const { steps } = this.points;
    const area = corners.flatMap(([left, top]) => [this.camera.x(left) / steps, this.camera.y(top) / steps]);
    this.region(area.map((each) => String(Number(each.toFixed(4)))).join(","));
  }

  near(event) {
    const reach = NEAR / this.camera.scale;
    return this.grid.nearest(this.camera.x(event.offsetX), this.camera.y(event.offsetY), reach, (at) => this.isShown(at));
  }

  async tellName(at) {
    if (at === this.named) return;
    this.named = at;
    this.naming?.abort();
    this.draw();
    const place = byId("map-name");
    place.hidden = at === undefined;
    if (at === undefined) return;
    this.naming = new AbortController();
    try {
      const row = await this.nameOf(this.points.row[at], this.naming.signal);
      const right = row.is_right ? "as predicted" : `predicted ${row.predicted}`;
      refill(place, element("a", { href: this.address(row) }, row.name || row.id || `row ${row.row}`), row.artist ? ` — ${row.artist}` : "", ` · ${row.genre}, ${right}`);
    } catch (error) {
      if (error.name !== "AbortError") this.onTrouble(error);
    }
  }
}
