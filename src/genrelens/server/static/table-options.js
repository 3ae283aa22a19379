/** Read from a form how a table is to be read. */

/**
 * Give the options that a form holds, as the API takes them.
 *
 * @param {HTMLFormElement} form
 * @param {string[]|null} headers the table's headers, by which choices are numbered;
 *   null where the form holds headers as text
 */
export function optionsOf(form, headers) {
  const options = {};
  const column = (value) => (value === "" ? null : headers ? headers[Number(value)] : value);
  for (const name of ["target", "group"]) if (form.elements[name]) options[name] = column(form.elements[name].value);
  for (const name of ["conflicts", "features"]) if (form.elements[name]) options[name] = form.elements[name].value;
  if (form.elements.min_tracks) options.min_tracks = Number(form.elements.min_tracks.value);
  options.encoding = form.elements.encoding.value.trim() || null;
  options.delimiter = separator(form.elements.delimiter.value);
  if (headers) {
    options.drop = chosen(form, "drop", headers);
    options.force = chosen(form, "force", headers);
  }
  return options;
}

/** Columns whose use is so, by header. */
function chosen(form, use, headers) {
  return [...form.querySelectorAll("select[data-column]")]
    .filter((select) => select.value === use)
    .map((select) => headers[Number(select.dataset.column)]);
}

function separator(text) {
  if (text === "\\t") return "\t";
  return text === "" ? null : text;
}
