/** Show the words of marked parts of charts beside the pointer. */

import { byId } from "./elements.js";

/** Listen on the whole page to parts with `data-tip`. */
export function showTips() {
  const tip = byId("tip");
  const hide = () => { tip.hidden = true; };
  document.addEventListener("pointermove", (event) => {
    const at = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    if (!at) return hide();
    tip.textContent = at.dataset.tip;
    tip.hidden = false;
    place(tip, event.clientX, event.clientY);
    return undefined;
  });
  document.addEventListener("pointerleave", hide);
  document.addEventListener("scroll", hide, { passive: true });
}

function place(tip, x, y) {
  const box = tip.getBoundingClientRect();
  const left = Math.min(x + 14, window.innerWidth - box.width - 8);
  const top = y + 18 + box.height > window.innerHeight ? y - box.height - 12 : y + 18;
  tip.style.setProperty("left", `${Math.max(left, 8)}px`);
  tip.style.setProperty("top", `${Math.max(top, 8)}px`);
}
