"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const news = document.getElementById("news");

  /* Numbers packed by packing.py: `width` characters each, high digit first. */
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const digit = new Map(Array.from(alphabet, (character, value) => [character, value]));
  const unpack = (text, width) => {
    const numbers = new Array(text.length / width);
    for (let at = 0; at < numbers.length; at += 1) {
      let number = 0;
      for (let place = 0; place < width; place += 1) number = number * 64 + digit.get(text[at * width + place]);
      numbers[at] = number;
    }
    return numbers;
  };
  const written = (value) => {
    const text = value.toFixed(1).replace(/\.0$/, "");
    return text === "-0" ? "0" : text;
  };
  const inPoints = (share) => {
    const text = Math.abs(share * 100).toFixed(1);
    return Number(text) === 0 ? "0.0" : (share < 0 ? "\u2212" : "+") + text;
  };

  /* What is under the pointer, in words. */
  const tip = document.getElementById("tip");
  const place = (event) => {
    const box = tip.getBoundingClientRect();
    const left = Math.min(event.clientX + 14, window.innerWidth - box.width - 8);
    const below = event.clientY + 18;
    const top = below + box.height > window.innerHeight ? event.clientY - box.height - 12 : below;
    tip.style.setProperty("left", `${Math.max(left, 8)}px`);
    tip.style.setProperty("top", `${Math.max(top, 8)}px`);
  };
  const say = (words, event) => {
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    place(event);
  };
  const heatWords = (cell, event) => {
    const box = cell.getBoundingClientRect();
    const n = { rows: Number(cell.dataset.rows), columns: Number(cell.dataset.columns) };
    const row = Math.min(Math.floor((event.clientY - box.top) / box.height * n.rows), n.rows - 1);
    const column = Math.min(Math.floor((event.clientX - box.left) / box.width * n.columns), n.columns - 1);
    if (row < 0 || column < 0) return "";
    if (cell.dataset.heat === "shapley") {
      const table = document.querySelector("#shapley details table");
      if (!table) return "";
      const line = all("tbody tr", table).find((tr) => tr.cells[0].textContent === data.shapley.genres[row]);
      return `${table.tHead.rows[0].cells[column + 1].textContent.trim()} for ${data.shapley.genres[row]}: ${line.cells[column + 1].textContent} points on average`;
    }
    const counts = data.confusion.counts[row];
    const total = counts.reduce((sum, count) => sum + count, 0);
    const share = total ? (counts[column] / total * 100).toFixed(1) : "0.0";
    const verb = row === column ? "recognised" : `taken for ${data.confusion.columns[column]}`;
    return `${data.confusion.rows[row]} ${verb}: ${counts[column].toLocaleString("en")} of ${total.toLocaleString("en")} tracks (${share}\u00a0%)`;
  };
  const swarmWords = [];
  const point = (event) => {
    const at = event.target instanceof Element ? event.target : null;
    if (!at) return say("", event);
    const heat = at.closest("[data-heat]");
    if (heat) return say(heatWords(heat, event), event);
    const told = at.closest("[data-tip]");
    if (told) return say(told.dataset.tip, event);
    const row = at.closest("[data-row]");
    return say(row ? swarmWords[Number(row.dataset.row)] || "" : "", event);
  };
  document.addEventListener("pointermove", point);
  document.addEventListener("pointerdown", point);
  document.addEventListener("pointerleave", () => { tip.hidden = true; });
  document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });

  /* Tables that can be sorted by any column. */
  const sortable = (table) => {
    const body = table.tBodies[0];
    all("thead th", table).forEach((heading, column) => {
      const words = heading.querySelector(".heading");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = words.textContent;
      words.replaceChildren(button);
      button.addEventListener("click", () => {
        const isFirstDown = heading.classList.contains("number");
        const before = heading.getAttribute("aria-sort");
        const way = before ? (before === "ascending" ? "descending" : "ascending") : (isFirstDown ? "descending" : "ascending");
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", way);
        const sign = way === "ascending" ? 1 : -1;
        const keyed = Array.from(body.rows, (row) => ({ row, cell: row.cells[column] }));
        const isNumeric = keyed.some(({ cell }) => cell.dataset.sort !== undefined);
        keyed.sort((a, b) => {
          if (!isNumeric) return sign * a.cell.textContent.localeCompare(b.cell.textContent, "en");
          const [left, right] = [a.cell.dataset.sort, b.cell.dataset.sort];
          if (left === undefined || right === undefined) return (left === undefined) - (right === undefined);
          return sign * (Number(left) - Number(right));
        });
        body.append(...keyed.map(({ row }) => row));
        news.textContent = `Sorted by ${button.textContent}, ${way}`;
      });
    });
  };
  all("table.sortable").forEach(sortable);

  /* The swarm of SHAP values; the same rule as beeswarm.py. */
  const swarm = data.shapley;
  const drawSwarm = (genre) => {
    const picture = document.querySelector("svg.swarm");
    const number = swarm ? swarm.genres.indexOf(data.genres[genre]) : -1;
    if (!picture || number < 0) return;
    const tones = drawSwarm.tones || (drawSwarm.tones = unpack(swarm.tones, 1));
    const tracks = unpack(swarm.tracks[number], 3);
    const values = unpack(swarm.values[number], 2);
    const [low, high] = swarm.domain[number];
    const across = (value) => swarm.left + (value - low) / (high - low) * (swarm.right - swarm.left);
    const order = swarm.order[number];
    all("[data-row]", picture).forEach((row, at) => {
      const centre = swarm.top + swarm.row * (at + 0.5);
      const shares = values.slice(at * tracks.length, (at + 1) * tracks.length).map((step) => low + step / 4095 * (high - low));
      const label = swarm.labels[order[at]];
      row.querySelector(".label").textContent = label;
      const mean = shares.reduce((sum, value) => sum + Math.abs(value), 0) / shares.length;
      swarmWords[at] = `${label} for ${swarm.genres[number]}: from ${inPoints(Math.min(...shares))} to ${inPoints(Math.max(...shares))} points, mean size ${(mean * 100).toFixed(2)}, ${tracks.length} tracks shown`;
      const paths = Array.from({ length: 8 }, () => []);
      const places = shares.map(across);
      const height = new Map();
      places.forEach((x) => { const strip = Math.floor(x / 3); height.set(strip, (height.get(strip) || 0) + 1); });
      const seen = new Map();
      places.forEach((x, track) => {
        const strip = Math.floor(x / 3);
        const rank = seen.get(strip) || 0;
        seen.set(strip, rank + 1);
        const gap = Math.min(2.6, 24 / height.get(strip));
        const offset = gap * Math.floor((rank + 1) / 2) * (rank % 2 ? -1 : 1);
        paths[tones[tracks[track] * swarm.labels.length + order[at]]].push(`M${written(x)} ${written(centre + offset)}h0`);
      });
      paths.forEach((dots, tone) => { const path = row.querySelector(`.t${tone}`); if (path) path.setAttribute("d", dots.join("") || "M0 0"); });
    });
    const bottom = swarm.top + swarm.row * order.length;
    const axis = picture.querySelector(".swarm-axis");
    const title = axis.querySelector(".title");
    const make = (name, attributes, words) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
      if (words !== undefined) element.textContent = words;
      return element;
    };
    axis.replaceChildren(...swarm.ticks[number].flatMap(([value, words]) => {
      const x = written(across(value));
      return [
        make("path", { d: `M${x} ${swarm.top}L${x} ${bottom}`, class: "grid" }),
        make("text", { x, y: bottom + 14, class: "tick", "text-anchor": "middle" }, words),
      ];
    }), title);
    const zero = written(across(0));
    picture.querySelector(".swarm-zero").setAttribute("d", `M${zero} ${swarm.top}L${zero} ${bottom}`);
    picture.setAttribute("aria-label", `SHAP values for ${swarm.genres[number]}: one dot a track and attribute, ${tracks.length} tracks`);
    document.getElementById("swarm-genre").textContent = swarm.genres[number];
  };

  /* The response curves of one genre. */
  const drawResponses = (genre) => {
    const curves = data.responses;
    if (!curves) return;
    all("#response-panels svg").forEach((picture, at) => {
      const across = curves.places[at];
      const effects = unpack(curves.effects[at], 2).slice(genre * across.length, (genre + 1) * across.length);
      const points = effects.map((step, point) => `${written(across[point])} ${written(curves.base - curves.half * (step / 4095 * 2 - 1))}`);
      const path = picture.querySelector(".line, .dots");
      path.setAttribute("d", curves.dots[at] ? points.map((p) => `M${p}h0`).join("") : `M${points.join("L")}`);
      picture.querySelector(".limit-top").textContent = curves.texts[genre][0];
      picture.querySelector(".limit-foot").textContent = curves.texts[genre][1];
      picture.setAttribute("aria-label", `How the probability of ${curves.genres[genre]} moves along ${curves.titles[at]}, in percentage points`);
    });
  };

  /* The ROC curve of one genre, brought forward. */
  const drawRoc = (genre) => {
    const words = document.getElementById("roc-words");
    if (!words) return;
    all("path.roc").forEach((curve) => {
      const isChosen = curve.dataset.genre === String(genre);
      curve.classList.toggle("on", isChosen);
      if (isChosen) curve.parentNode.append(curve);
    });
    const chosen = document.querySelector("path.roc.on");
    words.textContent = chosen ? chosen.dataset.tip : `${data.genres[genre]}: no ROC curve, too few tracks or folds to rank`;
  };

  const pickGenre = (genre) => {
    all("select[data-pick=genre]").forEach((picker) => { picker.value = String(genre); });
    drawRoc(genre);
    drawSwarm(genre);
    drawResponses(genre);
  };
  all("select[data-pick=genre]").forEach((picker) => {
    picker.addEventListener("change", () => {
      pickGenre(Number(picker.value));
      news.textContent = `Charts now show ${data.genres[Number(picker.value)]}`;
    });
  });
  const first = document.querySelector("select[data-pick=genre]");
  if (first) pickGenre(Number(first.value));

  /* One track at a time. */
  const tracks = document.getElementById("pick-track");
  const showTrack = () => all("[data-track]").forEach((article) => { article.hidden = article.dataset.track !== tracks.value; });
  if (tracks) {
    tracks.addEventListener("change", showTrack);
    showTrack();
  }

  /* Where the reader is. */
  const links = new Map(all(".contents a").map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      links.forEach((link) => link.removeAttribute("aria-current"));
      const link = links.get(entry.target.id);
      if (link) link.setAttribute("aria-current", "true");
    });
  }, { rootMargin: "-10% 0px -80% 0px" });
  all("main > section").forEach((section) => seen.observe(section));
})();
