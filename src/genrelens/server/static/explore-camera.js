/** Look at a part of a plane: pan by dragging or arrows, zoom by wheel, pinch or keys. */

const FARTHEST = 0.8;
const NEAREST = 60;
const MARGIN = 18;

/** Maps the plane's own steps to pixels of a canvas, and moves by what people do. */
export class Camera {
  /** @param {HTMLCanvasElement} canvas @param {{low: number[], high: number[]}} bounds @param {() => void} draw */
  constructor(canvas, bounds, draw) {
    Object.assign(this, { canvas, bounds, draw, isHeld: false, fingers: new Map() });
    this.zoom = 1;
    this.centre = [0, 1].map((axis) => (bounds.low[axis] + bounds.high[axis]) / 2);
    this.resize();
    this.listen();
  }

  /** Fit the canvas to the place it has, at the screen's own density. */
  resize() {
    const box = this.canvas.parentElement.getBoundingClientRect();
    [this.width, this.height] = [Math.max(1, box.width), Math.max(1, box.height)];
    this.density = Math.min(3, devicePixelRatio || 1);
    this.canvas.width = Math.round(this.width * this.density);
    this.canvas.height = Math.round(this.height * this.density);
    const spans = [0, 1].map((axis) => this.bounds.high[axis] - this.bounds.low[axis] || 1);
    this.fit = Math.min((this.width - 2 * MARGIN) / spans[0], (this.height - 2 * MARGIN) / spans[1]);
  }

  get scale() { return this.fit * this.zoom; }
  left(x) { return (x - this.centre[0]) * this.scale + this.width / 2; }
  top(y) { return (y - this.centre[1]) * this.scale + this.height / 2; }
  x(left) { return (left - this.width / 2) / this.scale + this.centre[0]; }
  y(top) { return (top - this.height / 2) / this.scale + this.centre[1]; }

  showAll() {
    this.zoom = 1;
    this.centre = [0, 1].map((axis) => (this.bounds.low[axis] + this.bounds.high[axis]) / 2);
    this.draw();
  }

  /** Zoom, so that what is under a point of the canvas stays there. */
  zoomBy(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = [this.x(left), this.y(top)];
    this.zoom = Math.min(NEAREST, Math.max(FARTHEST, this.zoom * factor));
    this.centre = [x - (left - this.width / 2) / this.scale, y - (top - this.height / 2) / this.scale];
    this.draw();
  }

  moveBy(right, down) {
    const to = [this.centre[0] - right / this.scale, this.centre[1] - down / this.scale];
    this.centre = to.map((value, axis) => Math.min(this.bounds.high[axis], Math.max(this.bounds.low[axis], value)));
    this.draw();
  }

  listen() {
    const canvas = this.canvas;
    canvas.addEventListener("wheel", (event) => { event.preventDefault(); this.zoomBy(Math.exp(-event.deltaY * 0.0015), event.offsetX, event.offsetY); }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => { this.fingers.set(event.pointerId, [event.offsetX, event.offsetY]); if (!this.isHeld) canvas.setPointerCapture(event.pointerId); });
    canvas.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) canvas.addEventListener(end, (event) => this.fingers.delete(event.pointerId));
    canvas.addEventListener("keydown", (event) => this.onKey(event));
  }

  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before || this.isHeld) return;
    const now = [event.offsetX, event.offsetY];
    const others = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (others.length) this.pinch(before, now, others[0]);
    else this.moveBy(now[0] - before[0], now[1] - before[1]);
    this.fingers.set(event.pointerId, now);
  }

  pinch(before, now, other) {
    const apart = (point) => Math.max(1, Math.hypot(point[0] - other[0], point[1] - other[1]));
    this.zoomBy(apart(now) / apart(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
  }

  onKey(event) {
    const step = 60;
    const moves = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves[event.key]) this.moveBy(...moves[event.key]);
    else if (event.key === "+" || event.key === "=") this.zoomBy(1.4);
    else if (event.key === "-") this.zoomBy(1 / 1.4);
    else if (event.key === "0") this.showAll();
    else return;
    event.preventDefault();
  }
}
