/** The page of a music folder: have it read, its genres named, a plan made. */

import { ask, clearProblem, showProblem } from "./api.js";
import { byId, readData } from "./elements.js";

const api = `/api/v1/music/${readData().music}`;

/** Ask for something that takes long, and follow it on the page of its job. */
async function start(button, address, json) {
  clearProblem();
  button.disabled = true;
  try {
    const told = await ask(address, { json });
    window.location.assign(`/jobs/${(told.job ?? told).id}`);
  } catch (error) {
    button.disabled = false;
    showProblem(error);
  }
}

/** Listen to a form that is on the page only where it can be used. */
function onSubmit(id, asked) {
  const form = document.getElementById(id);
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const [address, json] = asked();
    start(form.querySelector("button[type=submit]"), address, json);
  });
}

const read = document.getElementById("read");
read?.addEventListener("click", () => start(read, `${api}/read`, { network: byId("hear").checked ? "music-tags" : "none" }));
onSubmit("name-form", () => [`${api}/name`, { model: byId("name-model").value, max_error: Number(byId("name-caution").value) }]);
onSubmit("plan-form", () => [`${api}/plans`, {
  model: byId("plan-model").value,
  max_error: Number(byId("plan-caution").value),
  policy: byId("plan-policy").value,
}]);
