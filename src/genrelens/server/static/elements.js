/** Build parts of a page from data, in which every text stays text. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an HTML element.
 *
 * Attributes whose names start with "on" take a function (`onclick`), `dataset` and
 * `style` take objects (style is set through CSSOM, which the page's policy allows),
 * true stands for a bare attribute, and false, null and undefined leave it out.
 *
 * @param {string} name
 * @param {Object<string, unknown>} [attributes]
 * @param {...(Node|string|number|null|undefined|Array)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** Make an SVG element; the same rules as `element`. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Give the element with an id, or say which one a page lacks. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element with the id "${id}".`);
  return found;
}

/** Give the data that the server put into the page. */
export function readData(id = "page-data") {
  return JSON.parse(byId(id).textContent);
}

/** Put children in place of all that an element holds. */
export function refill(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(isShown).map(asNode));
  return parent;
}

/** Call `later` once calls have stopped for `wait` milliseconds. */
export function settled(later, wait = 200) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => later(...values), wait);
  };
}

/** Call `draw` at most once a frame, with the newest values. */
export function onceAFrame(draw) {
  let newest = null;
  return (...values) => {
    if (newest === null) requestAnimationFrame(() => { const now = newest; newest = null; draw(...now); });
    newest = values;
  };
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) set(made, name, value);
  refill(made, children);
  return made;
}

function set(made, name, value) {
  if (value === false || value === null || value === undefined) return;
  if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
  else if (name === "dataset") Object.assign(made.dataset, value);
  else if (name === "style") for (const [key, to] of Object.entries(value)) made.style.setProperty(key, to);
  else made.setAttribute(name === "className" ? "class" : name, value === true ? "" : String(value));
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false;
}

function asNode(child) {
  return child instanceof Node ? child : document.createTextNode(String(child));
}
