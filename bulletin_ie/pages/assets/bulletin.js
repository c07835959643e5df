"use strict";
(() => {
  const root = document.documentElement;
  const text = document.querySelector(".text");
  const rows = [...document.querySelectorAll("tr[data-links], tr[data-type]")];
  const said = document.getElementById("said");
  const roles = { agent: "施", recipient: "受", quantity: "数", date: "时", document: "文", item: "物", parent: "总" };
  const spoken = { agent: "agent", recipient: "recipient", quantity: "figure", date: "date", document: "document", item: "item", parent: "whole" };
  const byPlace = new Map();
  for (const element of text.querySelectorAll("[data-at]")) {
    const at = element.dataset.at;
    if (!byPlace.has(at)) byPlace.set(at, []);
    byPlace.get(at).push(element);
  }
  const rowOf = new Map(rows.filter((r) => r.dataset.id).map((r) => [r.dataset.id, r]));
  let chosen = null;
  let lit = [];

  function clear() {
    for (const element of lit) {
      element.classList.remove("lit", "near");
      delete element.dataset.role;
    }
    lit = [];
  }

  function light(row) {
    clear();
    if (!row) return;
    row.classList.add("lit");
    lit.push(row);
    for (const link of (row.dataset.links || "").split(" ").filter(Boolean)) {
      const [role, at] = link.split(":");
      (byPlace.get(at) || []).forEach((element, index) => {
        // nested elements of one range carry one label, a range cut in pieces one at its first piece
        if (element.parentElement.closest(".lit[data-at='" + at + "']")) return;
        element.classList.add("lit");
        if (index === 0 && roles[role]) element.dataset.role = roles[role];
        lit.push(element);
        const near = element.dataset.id && rowOf.get(element.dataset.id);
        if (near && near !== row) {
          near.classList.add("near");
          lit.push(near);
        }
      });
    }
  }

  function surface(at) {
    const copy = (byPlace.get(at) || [])[0];
    if (!copy) return "";
    const plain = copy.cloneNode(true);
    plain.querySelectorAll(".id").forEach((e) => e.remove());
    return plain.textContent;
  }

  function choose(row, { scroll = "none" } = {}) {
    chosen = row;
    light(row);
    if (!row) {
      said.textContent = "";
      return;
    }
    const parts = (row.dataset.links || "").split(" ").filter(Boolean).map((l) => l.split(":"))
      .filter(([role]) => spoken[role]).map(([role, at]) => spoken[role] + " " + surface(at));
    said.textContent = (row.dataset.id || "record") + " " + row.dataset.type + (parts.length ? ": " + parts.join(", ") : "");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    if (scroll === "text") {
      const first = (row.dataset.links || "").split(" ")[0];
      const target = first && (byPlace.get(first.split(":")[1]) || [])[0];
      if (target) target.scrollIntoView({ block: "center", behavior: calm });
    } else if (scroll === "row") {
      row.scrollIntoView({ block: "nearest", behavior: calm });
    }
  }

  const wide = () => matchMedia("(min-width: 861px)").matches;
  const rowOfMark = (event) => {
    const mark = event.target.closest("mark[data-id]:not(.off)");
    return mark ? rowOf.get(mark.dataset.id) : null;
  };

  text.addEventListener("mouseover", (event) => light(rowOfMark(event) || chosen));
  text.addEventListener("mouseleave", () => light(chosen));
  text.addEventListener("click", (event) => {
    const row = rowOfMark(event);
    if (!row) return choose(null);
    const linked = event.target.closest("a.id");
    if (linked && !wide()) return choose(row); // the link itself goes to the row
    if (linked) event.preventDefault();
    if (linked) row.querySelector("td.id a").focus({ preventScroll: true });
    choose(row === chosen && !linked ? null : row, { scroll: wide() ? "row" : "none" });
  });
  const records = document.getElementById("records");
  records.addEventListener("mouseover", (event) => light(event.target.closest("tr[data-links]") || chosen));
  records.addEventListener("mouseleave", () => light(chosen));
  records.addEventListener("focusin", (event) => {
    const row = event.target.closest("tr[data-links]");
    if (row) light(row);
  });
  records.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-links]");
    if (!row || (window.getSelection && String(window.getSelection()))) return;
    if (event.target.closest("a")) event.preventDefault();
    choose(row === chosen ? null : row, { scroll: wide() || event.target.closest("a") ? "text" : "none" });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(null);
  });

  const search = document.getElementById("search");
  const kind = document.getElementById("kind");
  const layers = [...document.querySelectorAll("input[name=layer]")];

  function filter() {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const [kindLayer, kindType] = kind.value.split(":");
    const off = new Set(layers.filter((l) => !l.checked).map((l) => l.value));
    const shownIds = new Set();
    for (const section of document.querySelectorAll("section.layer")) {
      const layer = section.dataset.layer;
      let shown = 0;
      const all = section.querySelectorAll("tbody tr");
      for (const row of all) {
        const content = row.textContent.toLowerCase();
        const fits = !off.has(layer) && words.every((w) => content.includes(w)) &&
          (!kind.value || (layer === kindLayer && row.dataset.type === kindType));
        row.hidden = !fits;
        if (fits) {
          shown += 1;
          if (row.dataset.id) shownIds.add(row.dataset.id);
        }
      }
      section.hidden = shown === 0;
      section.querySelector(".count").textContent = shown === all.length ? shown : shown + " of " + all.length;
    }
    for (const mark of text.querySelectorAll("mark[data-id]")) mark.classList.toggle("off", !shownIds.has(mark.dataset.id));
    if (words.length || kind.value) said.textContent = shownIds.size + " records shown";
  }

  search.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  layers.forEach((l) => l.addEventListener("change", filter));
  document.getElementById("ids").addEventListener("change", (event) => root.classList.toggle("no-ids", !event.target.checked));
  document.querySelector("form.controls").addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  // a saved page may come back with what was typed before
  filter();
  const fragment = location.hash.slice(1).replace(/^[mr]-/, "").replace(/-\d+$/, "");
  if (rowOf.has(fragment)) choose(rowOf.get(fragment), { scroll: "text" });
})();
