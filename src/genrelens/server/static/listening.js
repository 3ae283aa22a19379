/** Play and pause by keys, and say why a track cannot be heard. */

const STEP_SECONDS = 5;
const REASONS = {
  2: "The file could not be fetched to its end. It may have been changed or moved; read the folder again.",
  3: "The file is damaged, or not of the kind that its name says.",
  4: "The browser does not play this kind of file, or it was changed since the folder was read.",
};

/** True where a key belongs to the thing that has the focus. */
export function isTaken(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  return Boolean(event.target.closest("input, select, textarea, button, summary, audio, dialog[open]"));
}

/** Start or stop the sound; a browser that will not play says why. */
export function toggle(audio) {
  if (!audio.paused) audio.pause();
  else audio.play().catch(() => tellWhy(audio));
}

/** Go back or forth by some seconds. */
export function step(audio, direction) {
  audio.currentTime = Math.max(0, audio.currentTime + direction * STEP_SECONDS);
}

/** Say in words why nothing is heard: the server's reason where it gives one. */
export async function tellWhy(audio) {
  const place = document.getElementById("no-sound");
  if (!place) return;
  place.textContent = (await refusal(audio.currentSrc)) || REASONS[audio.error?.code ?? 4] || REASONS[4];
  place.hidden = false;
}

async function refusal(address) {
  if (!address) return "";
  try {
    const answer = await fetch(address, { method: "GET", headers: { Range: "bytes=0-0" }, credentials: "same-origin" });
    if (answer.ok) return "";
    return (await answer.json()).detail || "";
  } catch {
    return "The studio does not answer.";
  }
}
