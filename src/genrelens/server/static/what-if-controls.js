/** Join each attribute's control on the page with its value. */

import { drawShapes } from "./what-if-shapes.js";
import { fromText, toStep, toText, toWords } from "./what-if-values.js";

/**
 * Wire all controls.
 *
 * @param {object} page what the server told of the model
 * @param {(name: string, value: number|string|null) => void} onChange
 * @returns {{show(values: object), shade(genre: string, colour: string)}}
 */
export function wireControls(page, onChange) {
  const controls = page.sliders.map((slider, at) => {
    const box = document.getElementById(`control-${at}`);
    slider.start = page.start.values[slider.name];
    const change = (value) => onChange(slider.name, value);
    const made = slider.kind === "slider" ? wireSlider(slider, box, change)
      : slider.kind === "switch" ? wireSwitch(box, change) : wireChoice(slider, box, change);
    return { slider, box, show: made.show, picture: box.querySelector(".shapes") };
  });
  return {
    show(values, isTyping) {
      for (const one of controls) showOne(one, page, values, isTyping);
    },
    shade(genre, colour) {
      for (const { slider, picture } of controls) {
        if (picture) drawShapes(picture, slider, { genre, colour, start: page.start.values[slider.name] });
      }
    },
  };
}

function showOne({ slider, box, show }, page, values, isTyping) {
  const value = values[slider.name];
  const start = page.start.values[slider.name];
  show(value, isTyping);
  const was = box.querySelector(".control-was");
  was.hidden = value === start;
  if (value !== start) was.textContent = `was ${toWords(slider, start)}`;
  box.classList.toggle("is-changed", value !== start);
}

function wireSlider(slider, box, change) {
  const [range, text, unknown] = [".range", ".control-value", ".control-unknown"].map((name) => box.querySelector(name));
  let value = null;
  range.addEventListener("input", () => change(toStep(slider, Number(range.value))));
  range.addEventListener("keydown", (event) => {
    const to = stepped(slider, value ?? (slider.from_ + slider.to) / 2, event.key);
    if (to === null) return;
    event.preventDefault();
    change(to);
  });
  text.addEventListener("input", () => {
    const read = fromText(slider, text.value);
    text.setCustomValidity(read.trouble || "");
    text.setAttribute("aria-invalid", read.trouble ? "true" : "false");
    if (!read.trouble) change(read.value);
  });
  text.addEventListener("change", () => { if (text.validity.valid) text.value = toText(slider, value); else text.reportValidity(); });
  text.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); text.dispatchEvent(new Event("change")); } });
  unknown.addEventListener("click", () => change(value === null ? toStep(slider, Number(range.value)) : null));
  return { show(now, typing) { value = now; showSlider({ slider, box, range, text, unknown }, now, typing); } };
}

function showSlider({ slider, box, range, text, unknown }, value, typing) {
  if (value !== null) range.value = String(value);
  range.setAttribute("aria-valuetext", toWords(slider, value));
  if (typing !== text) {
    text.value = toText(slider, value);
    text.setCustomValidity("");
    text.setAttribute("aria-invalid", "false");
  }
  unknown.setAttribute("aria-pressed", String(value === null));
  box.classList.toggle("is-unknown", value === null);
}

function stepped(slider, value, key) {
  const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
  if (key === "Home") return slider.low;
  if (key === "End") return slider.high;
  return key in steps ? toStep(slider, value + steps[key] * slider.step) : null;
}

function wireSwitch(box, change) {
  const radios = [...box.querySelectorAll("input[type=radio]")];
  for (const radio of radios) {
    radio.addEventListener("change", () => { if (radio.checked) change(radio.value === "" ? null : Number(radio.value)); });
  }
  return { show(value) { for (const radio of radios) radio.checked = radio.value === (value === null ? "" : String(value)); } };
}

function wireChoice(slider, box, change) {
  const select = box.querySelector("select");
  const isText = slider.settings.some((one) => typeof one.value === "string");
  select.addEventListener("change", () => {
    const text = select.value;
    change(text === "" ? null : isText ? text : Number(text));
  });
  return { show(value) { select.value = value === null ? "" : String(value); } };
}
