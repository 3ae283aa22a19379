/** Show one label in doubt as a card. */

import { byId, element, refill } from "./elements.js";
import { percent, plural } from "./format.js";

/**
 * @param {object} item as the server tells it
 * @param {{model: string, genres: string[], state: string, onDecide: (decision: string|null) => void}} how
 */
export function showCard(item, { model, genres, state, onDecide }) {
  const card = byId("card");
  refill(card,
    element("p", { class: "card-state" }, stateWords(item, state)),
    element("h2", { id: "card-title" }, item.title),
    element("p", { class: "quiet card-names" }, namesOf(item)),
    element("dl", { class: "verdicts" },
      element("div", {}, element("dt", {}, "In the table"), element("dd", {}, item.label)),
      element("div", { class: "suggested" }, element("dt", {}, "Suggestion"), element("dd", {}, item.suggestion || "none"),
        item.confidence === null ? null : element("dd", { class: "quiet" }, `confidence ${percent(item.confidence, 0)}`))),
    element("p", {}, element("span", { class: "badge" }, item.kind), ` ${item.reason}.`),
    buttons(item, onDecide),
    otherGenre(genres, onDecide),
    element("div", { class: "actions card-links" },
      element("a", { href: `/models/${model}/tracks/${item.row}` }, "Open the track"),
      element("a", { href: `/models/${model}/what-if?row=${item.row}` }, "What if …?")),
    element("div", { id: "reasons" }));
}

/** Show what speaks for the suggestion against the label, when it has come. */
export function showReasons(told) {
  const place = byId("reasons");
  if (!told.explanation) {
    refill(place, element("p", { class: "quiet" }, told.note));
    return;
  }
  const picture = new DOMParser().parseFromString(told.explanation.svg, "text/html").querySelector("svg");
  refill(place,
    element("h3", {}, `${told.explanation.genre} or ${told.explanation.rival}?`),
    element("p", {}, `${told.explanation.sentence}.`),
    element("figure", {}, document.importNode(picture, true)),
    element("p", { class: "quiet" }, told.note));
}

function stateWords(item, state) {
  const words = item.decision === null ? "Open" : item.decision === "keep" ? "Decided: the label is right" : `Decided: ${item.decision}`;
  return [element("span", { class: `badge ${item.decision === null ? "" : "good"}` }, words),
    state ? element("span", { class: "quiet" }, ` ${state}`) : null];
}

function namesOf(item) {
  const texts = item.names.filter(([, text]) => text).map(([header, text]) => `${header}: ${text}`);
  return [...texts, `line ${item.line}`, item.n_rows > 1 ? `stands for ${plural(item.n_rows, "row")}` : ""].filter(Boolean).join(" · ");
}

function buttons(item, onDecide) {
  const button = (words, key, decision, kind = "") => element("button", { type: "button", class: `button ${kind}`, "aria-keyshortcuts": key, onclick: () => onDecide(decision) }, words, " ", element("kbd", { "aria-hidden": "true" }, key));
  return element("div", { class: "actions decide" },
    item.suggestion ? button(`It is ${item.suggestion}`, "a", item.suggestion, "primary") : null,
    button(`${item.label} is right`, "o", "keep"),
    item.second_genre && item.second_genre !== item.suggestion && item.second_genre !== item.label
      ? button(`It is ${item.second_genre}`, "s", item.second_genre) : null,
    item.decision === null ? null : button("Open again", "x", null, "quiet"));
}

function otherGenre(genres, onDecide) {
  const input = element("input", { id: "other", name: "other", list: "known", autocomplete: "off", spellcheck: "false", maxlength: 5000, "aria-describedby": "other-hint" });
  return element("form", { class: "other", onsubmit: (event) => { event.preventDefault(); if (input.value.trim()) onDecide(input.value.trim()); } },
    element("div", { class: "field" }, element("label", { for: "other" }, "Another genre ", element("kbd", { "aria-hidden": "true" }, "n")), input,
      element("datalist", { id: "known" }, genres.map((name) => element("option", { value: name }))),
      element("p", { class: "hint", id: "other-hint" }, "One of the known genres, or ", element("code", {}, "new: name"), "; several with ", element("code", {}, " | "), " between.")),
    element("button", { type: "submit", class: "button" }, "Decide"));
}
