"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const LAYERS = ["organizations", "quantities", "dates", "activities", "ignore"];
  const NOUN = { organizations: "organization", quantities: "quantity", dates: "date", activities: "activity", ignore: "ignored range" };
  const CHINESE = { organizations: "机构", quantities: "数量", dates: "日期", activities: "活动", ignore: "不计" };
  const LETTER = { organizations: "o", quantities: "q", dates: "d", activities: "a", ignore: "i" };
  const ROLES = { agents: ["agent", "施"], recipients: ["recipient", "受"], quantities: ["figure", "数"], dates: ["date", "时"], documents: ["document", "文"] };
  const OF_RECORDS = new Set(["quantities", "dates"]); // roles that link records; the others link ranges of the text
  const FIELDS = {
    organizations: ["type", "name"],
    quantities: ["value", "unit", "lower", "upper", "per", "item"],
    dates: ["first", "last", "boundary", "granularity"],
    activities: ["type"],
    ignore: ["target"],
  };
  const FACTS = ["published", "url", "kind", "domain", "province"];
  const MOST_UNDO = 500;
  const marked = $("marked");
  let doc = null; // { name, version, text: index of the text, facts, records, kept: what was saved last }
  let chosen = null; // uid of the open record
  let picked = { start: 0, end: 0 }; // the selection, in code points
  let picking = null; // role that clicks on marks fill
  let past = [];
  let future = [];
  let lastUid = 0;
  let labels = new Map();
  let elements = new Map(); // "start-end" → elements of the text
  let queue = Promise.resolve();
  const shown = new Set(LAYERS);

  // ---- offsets: the browser counts UTF-16 units, records count code points
  function indexed(string) {
    const toPoint = new Uint32Array(string.length + 1);
    const toUnit = [];
    let unit = 0;
    while (unit < string.length) {
      const width = string.codePointAt(unit) > 0xffff ? 2 : 1;
      toPoint.fill(toUnit.length, unit, unit + width);
      toUnit.push(unit);
      unit += width;
    }
    toPoint[string.length] = toUnit.length;
    toUnit.push(string.length);
    return { string, toPoint, toUnit, length: toUnit.length - 1, slice: (a, b) => string.slice(toUnit[a], toUnit[b]) };
  }

  function pointOf(node, offset, isEnd) {
    const before = document.createRange();
    before.setStart(marked, 0);
    before.setEnd(node, offset);
    const unit = Math.min(before.toString().length, doc.text.string.length);
    const point = doc.text.toPoint[unit];
    return isEnd && doc.text.toUnit[point] < unit ? point + 1 : point; // never half a character
  }

  function nodeAt(point, isEnd) {
    let left = doc.text.toUnit[point];
    const walker = document.createTreeWalker(marked, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node) {
      if (left < node.length || (isEnd && left === node.length)) return [node, left];
      left -= node.length;
      const next = walker.nextNode();
      if (!next) return [node, node.length];
      node = next;
    }
    return [marked, 0];
  }

  function select({ start, end }) {
    const from = nodeAt(start, start === end && start > 0);
    const to = nodeAt(end, true);
    getSelection().setBaseAndExtent(...from, ...(start === end ? from : to));
    picked = { start, end };
    drawPicked();
  }

  const slice = (r) => doc.text.slice(r.start, r.end);

  function trimmed({ start, end }) {
    while (start < end && !doc.text.slice(start, start + 1).trim()) start += 1;
    while (end > start && !doc.text.slice(end - 1, end).trim()) end -= 1;
    return { start, end };
  }

  // ---- records
  const byPlace = (a, b) => a.start - b.start || a.end - b.end || a.uid - b.uid;
  const of = (layer) => doc.records.filter((r) => r.layer === layer).sort(byPlace);
  const record = (uid) => doc.records.find((r) => r.uid === uid) || null;
  const overlap = (a, b) => a.start < b.end && b.start < a.end;
  const same = (a, b) => a.start === b.start && a.end === b.end;
  const range = ([start, end]) => ({ start, end });
  const holds = (r, { start, end }) => (start === end ? r.start <= start && start <= r.end : overlap(r, { start, end }));
  const called = (r) => labels.get(r.uid) + " " + slice(r);

  function linked(activity, role) {
    if (!OF_RECORDS.has(role)) return activity[role].map(range);
    return activity[role].map(record).filter(Boolean);
  }

  function number() {
    labels = new Map();
    for (const layer of LAYERS) of(layer).forEach((r, i) => labels.set(r.uid, LETTER[layer] + (i + 1)));
  }

  function opened({ name, version, annotation }) {
    const text = indexed(annotation.text);
    const records = [];
    const place = (p) => ({ start: p.start, end: p.end });
    for (const layer of ["organizations", "quantities", "dates", "ignore"]) {
      for (const p of annotation[layer]) {
        const fields = Object.fromEntries(FIELDS[layer].map((f) => [f, p[f] ?? ""]));
        if (layer === "ignore") fields.target = p.layer;
        records.push({ uid: ++lastUid, layer, ...place(p), ...fields });
      }
    }
    const uidAt = (layer, p) => records.find((r) => r.layer === layer && same(r, p))?.uid;
    for (const a of annotation.activities) {
      const made = { uid: ++lastUid, layer: "activities", ...place(a.trigger), type: a.type };
      for (const role of Object.keys(ROLES)) {
        made[role] = OF_RECORDS.has(role) ? a[role].map((p) => uidAt(role, p)).filter(Boolean) : a[role].map((p) => [p.start, p.end]);
      }
      records.push(made);
    }
    const facts = Object.fromEntries(FACTS.map((f) => [f, annotation[f] ?? ""]));
    facts.metadata = { ...annotation.metadata };
    doc = { name, version, text, facts, records, kept: null };
    if (version) doc.kept = content();
    chosen = null;
    picking = null;
    past = [];
    future = [];
    picked = { start: 0, end: 0 };
    $("name").value = name;
    $("start").hidden = true;
    $("work").hidden = $("bar").hidden = false;
    fail(null);
    draw();
    marked.focus();
    select(picked);
    say(`${doc.text.length} characters, ${doc.records.length} records. Correct them and save.`);
  }

  function wire() {
    const place = (r) => ({ start: r.start, end: r.end, text: slice(r) });
    const order = {};
    const rows = (layer, make) => {
      order[layer] = of(layer).map((r) => r.uid);
      return of(layer).map(make);
    };
    const plain = (layer) => (r) => ({ ...place(r), ...Object.fromEntries(FIELDS[layer].map((f) => [f, r[f] || null])) });
    const facts = Object.fromEntries(FACTS.map((f) => [f, doc.facts[f] || null]));
    const annotation = {
      text: doc.text.string,
      ...facts,
      metadata: doc.facts.metadata,
      organizations: rows("organizations", plain("organizations")),
      quantities: rows("quantities", plain("quantities")),
      dates: rows("dates", plain("dates")),
      activities: rows("activities", (a) => ({
        type: a.type,
        trigger: place(a),
        ...Object.fromEntries(Object.keys(ROLES).map((role) => [role, linked(a, role).sort(byPlace).map(place)])),
      })),
      ignore: rows("ignore", (r) => ({ ...place(r), layer: r.target })),
    };
    return { annotation, order };
  }

  // ---- changes, each one step of undo
  const content = () => JSON.stringify({ facts: doc.facts, records: doc.records });
  const snapshot = () => JSON.stringify({ facts: doc.facts, records: doc.records, chosen });

  function change(message, work) {
    past.push(snapshot());
    if (past.length > MOST_UNDO) past.shift();
    future = [];
    work();
    draw();
    say(message);
  }

  function restore(from, to, message) {
    if (!from.length) return say(`Nothing to ${message}.`);
    to.push(snapshot());
    const then = JSON.parse(from.pop());
    doc.facts = then.facts;
    doc.records = then.records;
    chosen = then.chosen;
    draw();
    say(message === "undo" ? "Undone." : "Done again.");
  }

  const enqueue = (work) => {
    queue = queue.then(work).catch((e) => fail(e.message || String(e)));
    return queue;
  };

  // a field changes when the focus leaves it, in the middle of a click or a Tab: elements that these go to must not be replaced yet
  let pressing = false;
  addEventListener("pointerdown", () => (pressing = true), true);
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => (pressing = false), true);
  const settled = () => new Promise((done) => {
    const soon = () => setTimeout(done, 0);
    if (!pressing) return soon();
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, soon, { once: true });
  });

  function edit(message, work) {
    enqueue(async () => {
      await settled();
      change(message, work);
    });
  }

  async function suggested(layer, r) {
    if (layer === "ignore") return { target: guessedTarget(r) };
    const twin = of(layer).find((x) => slice(x) === slice(r) && !same(x, r));
    if (twin && (layer === "organizations" || layer === "activities")) return Object.fromEntries(FIELDS[layer].map((f) => [f, twin[f]]));
    const found = await ask("api/suggest", { layer, text: slice(r), published: doc.facts.published || null });
    return Object.fromEntries(Object.entries(found).map(([k, v]) => [k, v ?? ""]));
  }

  const guessedTarget = (r) => (/[0-9０-９一二三四五六七八九十百千万亿]/.test(slice(r)) ? "quantities" : "organizations");

  async function mark(layer, at) {
    const r = trimmed(at);
    if (r.start === r.end) return say("Select some text first: drag over it, or hold Shift and use the arrow keys.");
    const over = of(layer).filter((x) => overlap(x, r));
    const twin = over.find((x) => same(x, r));
    if (twin) {
      choose(twin.uid);
      return say(`${called(twin)} is there already.`);
    }
    if (layer !== "ignore" && over.length === 1) return setSpan(over[0].uid, r);
    if (layer !== "ignore" && over.length > 1) return say(`That overlaps ${over.map(called).join(" and ")}: delete all but one first.`);
    const fields = await suggested(layer, r);
    change(`${NOUN[layer]} ${slice(r)} added.`, () => add(layer, r, fields));
  }

  function add(layer, r, fields) {
    const blank = Object.fromEntries(FIELDS[layer].map((f) => [f, ""]));
    const made = { ...blank, ...fields, uid: ++lastUid, layer, start: r.start, end: r.end };
    if (layer === "activities") for (const role of Object.keys(ROLES)) made[role] = [];
    doc.records.push(made);
    chosen = made.uid;
    return made;
  }

  async function setSpan(uid, at) {
    const r = trimmed(at);
    const x = record(uid);
    if (!x) return say("Open a record first.");
    if (r.start >= r.end || r.start < 0 || r.end > doc.text.length) return say("A span has at least one character of the text.");
    if (same(x, r)) return say(`${called(x)} is that already.`);
    const clash = x.layer !== "ignore" && x.layer !== "activities" && of(x.layer).find((y) => y.uid !== uid && overlap(y, r));
    if (clash) return say(`That would overlap ${called(clash)}.`);
    const fields = OF_RECORDS.has(x.layer) ? await suggested(x.layer, r) : {};
    if (!fields.item) delete fields.item;
    change(`${labels.get(uid)} is now ${slice(r)}.`, () => {
      const old = { start: x.start, end: x.end };
      if (x.layer === "organizations") follow(old, r);
      Object.assign(x, Object.keys(fields).some((f) => fields[f]) ? fields : {}, r);
      chosen = uid;
    });
  }

  function follow(old, r) {
    // an agent that is an organization's mention stays that mention
    for (const a of of("activities")) {
      for (const role of ["agents", "recipients"]) a[role] = a[role].map((p) => (same(range(p), old) ? [r.start, r.end] : p));
    }
  }

  function remove(uid) {
    const x = record(uid);
    if (!x) return say("Open a record first.");
    const next = of(x.layer).find((y) => y.start > x.start) || null;
    change(`${called(x)} deleted.`, () => {
      doc.records = doc.records.filter((y) => y.uid !== uid);
      for (const a of of("activities")) for (const role of OF_RECORDS) a[role] = a[role].filter((id) => id !== uid);
      chosen = document.activeElement === marked || !next ? null : next.uid;
    });
  }

  async function link(role, at) {
    const a = record(chosen);
    if (!a || a.layer !== "activities") return say("Open an activity first.");
    if (OF_RECORDS.has(role)) {
      const there = of(role).filter((x) => holds(x, at));
      const x = there.find((y) => same(y, at)) || there.find((y) => y.start <= at.start && at.start < y.end) || there[0];
      if (x) return toggle(a, role, x.uid, called(x));
      const r = trimmed(at);
      if (r.start === r.end) return say(`There is no ${NOUN[role]} at the cursor.`);
      const fields = await suggested(role, r);
      return change(`${NOUN[role]} ${slice(r)} added and linked to ${called(a)}.`, () => {
        a[role].push(add(role, r, fields).uid);
        chosen = a.uid;
      });
    }
    let r = trimmed(at);
    if (r.start === r.end) r = of("organizations").find((x) => holds(x, at)) || a[role].map(range).find((x) => holds(x, at));
    if (!r) return say("Select the words first.");
    toggle(a, role, [r.start, r.end], slice(r));
  }

  function toggle(a, role, value, words) {
    const is = (other) => (OF_RECORDS.has(role) ? other === value : other[0] === value[0] && other[1] === value[1]);
    const there = a[role].some(is);
    change(`${words} is ${there ? "no longer" : "now"} ${ROLES[role][0]} of ${called(a)}.`, () => {
      a[role] = there ? a[role].filter((v) => !is(v)) : [...a[role], value];
    });
  }

  function act(name, at = picked) {
    const r = { ...at };
    if (name === "span") return enqueue(() => setSpan(chosen, r));
    if (name === "delete") return enqueue(() => remove(chosen));
    const [what, role] = name.split(":");
    return enqueue(() => (role ? link(role, r) : mark(what, r)));
  }

  // ---- drawing
  function make(tag, properties = {}, ...children) {
    const { data, ...rest } = properties;
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(rest)) {
      if (name in element && name !== "list") element[name] = value;
      else element.setAttribute(name, value);
    }
    Object.assign(element.dataset, data || {});
    element.append(...children);
    return element;
  }

  // everything, or only what depends on which record is open
  function draw({ whole = true } = {}) {
    const active = document.activeElement;
    const key = active && active.dataset ? active.dataset.key : undefined;
    const selecting = whole && (active === marked || marked.contains(getSelection().anchorNode));
    if (whole) {
      number();
      drawText();
      drawTables();
      drawFacts();
    }
    for (const old of marked.querySelectorAll(".chosen")) old.classList.remove("chosen");
    for (const element of marked.querySelectorAll(`mark[data-uid="${chosen}"]`)) element.classList.add("chosen");
    drawEditor();
    drawBar();
    light(chosen);
    if (selecting) select(picked); // new nodes: the selection would be lost
    if (active === marked || active === document.body) return;
    const keyed = (name) => document.querySelector(`[data-key="${CSS.escape(name)}"]`);
    const role = (key || "").split("|")[0];
    const again = document.body.contains(active) ? active : key ? keyed(key) || keyed(role) || keyed(role + "|pick") : null;
    (again || marked).focus({ preventScroll: true });
  }

  function places() {
    const found = doc.records.filter((r) => shown.has(r.layer)).map((r) => ({ start: r.start, end: r.end, layer: r.layer, uid: r.uid }));
    const known = new Set(found.map((p) => p.start + "-" + p.end));
    for (const a of of("activities")) {
      for (const role of Object.keys(ROLES)) {
        for (const p of linked(a, role)) {
          const at = p.start + "-" + p.end;
          if (!known.has(at)) found.push({ start: p.start, end: p.end, layer: "", uid: 0 });
          known.add(at);
        }
      }
    }
    return found.sort((a, b) => a.start - b.start || b.end - a.end || (a.layer === "") - (b.layer === "") || a.uid - b.uid);
  }

  // properly nested elements for places that may overlap in any way, as marks.py makes them for the page of `view`
  function drawText() {
    const ordered = places();
    const edges = [...new Set(ordered.flatMap((p) => [p.start, p.end]))].sort((a, b) => a - b);
    const root = document.createDocumentFragment();
    const stack = [];
    elements = new Map();
    let next = 0;
    let position = 0;
    const write = (to) => {
      if (to > position) (stack.length ? stack[stack.length - 1].element : root).append(doc.text.slice(position, to));
      position = to;
    };
    const open = (place) => {
      const at = place.start + "-" + place.end;
      const element = make(place.layer ? "mark" : "span", { className: place.layer, data: { at } });
      if (place.layer) element.dataset.uid = place.uid;
      (stack.length ? stack[stack.length - 1].element : root).append(element);
      stack.push({ place, element });
      if (!elements.has(at)) elements.set(at, []);
      elements.get(at).push(element);
    };
    for (const edge of edges) {
      write(edge);
      while (stack.length && stack[stack.length - 1].place.end <= edge) {
        const { place, element } = stack.pop();
        if (place.layer) element.dataset.label = labels.get(place.uid);
      }
      for (; next < ordered.length && ordered[next].start === edge; next += 1) {
        const crossed = [];
        while (stack.length && stack[stack.length - 1].place.end < ordered[next].end) crossed.unshift(stack.pop().place);
        open(ordered[next]);
        crossed.forEach(open);
      }
    }
    write(doc.text.length);
    marked.replaceChildren(root);
  }

  function light(uid) {
    for (const lit of document.querySelectorAll(".lit")) {
      lit.classList.remove("lit");
      delete lit.dataset.role;
    }
    const r = record(uid);
    if (!r) return;
    const spans = [["", r]];
    if (r.layer === "activities") for (const role of Object.keys(ROLES)) linked(r, role).forEach((p) => spans.push([ROLES[role][1], p]));
    for (const [role, p] of spans) {
      const at = p.start + "-" + p.end;
      (elements.get(at) || []).forEach((element, i) => {
        if (element.parentElement.closest(`.lit[data-at="${at}"]`)) return;
        element.classList.add("lit");
        if (i === 0 && role) element.dataset.role = role;
      });
    }
    const row = document.querySelector(`tr[data-uid="${uid}"]`);
    if (row) row.classList.add("lit");
  }

  function drawPicked() {
    const r = trimmed(picked);
    $("picked").textContent = slice(r);
    $("picked").parentElement.classList.toggle("empty", r.start === r.end);
  }

  function drawBar() {
    const x = record(chosen);
    $("undo").disabled = !past.length;
    $("redo").disabled = !future.length;
    $("chosen-group").hidden = !x;
    $("chosen-id").textContent = x ? labels.get(x.uid) : "";
    $("link-group").hidden = !x || x.layer !== "activities";
    $("work").classList.toggle("picking", Boolean(picking));
    drawPicked();
  }

  function control(name, key, value, onchange) {
    const input = name.querySelector("input, select");
    input.dataset.key = key;
    if (input.tagName === "SELECT" && value && ![...input.options].some((o) => o.value === value)) input.append(make("option", { value }, value));
    input.value = value;
    input.addEventListener("change", () => onchange(input.value.trim()));
  }

  function drawEditor() {
    const x = record(chosen);
    const editor = $("editor");
    if (!x) return editor.replaceChildren();
    const id = labels.get(x.uid);
    const name = make("span", { lang: "zh", className: "words" }, slice(x));
    const heading = make("h2", { id: "h-editor" }, `${id} ${NOUN[x.layer]} `, name);
    const fields = make("div", { className: "fields" });
    fields.append($("t-" + x.layer).content.cloneNode(true));
    for (const label of fields.querySelectorAll("label")) {
      const field = label.querySelector("[name]").name;
      control(label, "field:" + field, x[field], (value) => {
        if (value !== record(x.uid)?.[field]) edit(`${field} of ${id}: ${value || "none"}.`, () => Object.assign(record(x.uid) || {}, { [field]: value }));
      });
    }
    if (x.layer === "organizations") fields.querySelector("[name=name]").placeholder = slice(x);
    const nudge = (words, text, from, to) =>
      make("button", { type: "button", "aria-label": words, data: { key: "nudge:" + words }, onclick: () => enqueue(() => setSpan(x.uid, { start: x.start + from, end: x.end + to })) }, text);
    const ends = make("div", { className: "ends" },
      `${x.start}–${x.end} `,
      nudge("Start one character to the left", "◂ start", -1, 0), nudge("Start one character to the right", "start ▸", 1, 0),
      nudge("End one character to the left", "◂ end", 0, -1), nudge("End one character to the right", "end ▸", 0, 1),
      make("button", { type: "button", data: { key: "delete" }, onclick: () => act("delete") }, "Delete ", make("span", { lang: "zh" }, "删除")));
    const parts = [heading, fields, ends];
    if (x.layer === "activities") for (const role of Object.keys(ROLES)) parts.push(drawRole(x, role));
    editor.replaceChildren(...parts);
  }

  function candidates(x, role) {
    if (role === "documents") return [...doc.text.string.matchAll(/《[^《》\n]{1,120}》/g)].map((m) => ({ start: doc.text.toPoint[m.index], end: doc.text.toPoint[m.index + m[0].length] }));
    return of(OF_RECORDS.has(role) ? role : "organizations");
  }

  function drawRole(x, role) {
    const [word, sign] = ROLES[role];
    const there = linked(x, role);
    const value = (p) => (OF_RECORDS.has(role) ? p.uid : [p.start, p.end]);
    const chips = make("ul", {}, ...there.map((p, i) => make("li", {},
      make("button", { type: "button", lang: "zh", data: { key: `${role}|go${i}` }, onclick: () => go(p) }, slice(p)),
      make("button", { type: "button", "aria-label": `Remove ${word} ${slice(p)}`, data: { key: `${role}|remove${i}` }, onclick: () => toggle(x, role, value(p), slice(p)) }, "×"))));
    const free = candidates(x, role).filter((p) => !there.some((q) => same(p, q)));
    const near = [...free].sort((p, q) => Math.abs(p.start - x.start) - Math.abs(q.start - x.start));
    const select = make("select", { "aria-label": `A ${word} to add`, data: { key: role } },
      ...near.map((p, i) => make("option", { value: String(i) }, `${p.uid ? labels.get(p.uid) + " " : ""}${slice(p)}`)));
    const put = make("button", { type: "button", data: { key: role + "|add" }, "aria-label": `Add as ${word}`, onclick: () => near[select.value] && toggle(x, role, value(near[select.value]), slice(near[select.value])) }, "Add");
    const pick = make("button", { type: "button", "aria-pressed": String(picking === role), data: { key: role + "|pick" }, onclick: () => pickFor(role) }, "Pick in the text");
    return make("fieldset", { className: "role" }, make("legend", {}, word + " ", make("span", { lang: "zh" }, sign)), chips, make("div", { className: "add" }, ...(near.length ? [select, put] : []), pick));
  }

  function pickFor(role) {
    picking = picking === role ? null : role;
    draw({ whole: false });
    say(picking ? `Click a mark, or select words and press Enter, to link it as ${ROLES[role][0]}. Escape ends it.` : "");
    if (picking && document.activeElement.dataset.key === undefined) marked.focus();
  }

  const COLUMNS = {
    activities: ["type", "trigger", "agents", "recipients", "figures", "dates", "documents"],
    organizations: ["text", "type", "full name"],
    quantities: ["text", "value", "unit", "bounds", "per", "item"],
    dates: ["text", "first", "last", "boundary"],
    ignore: ["text", "layer"],
  };

  function cells(r) {
    const words = (text) => ["words", text];
    if (r.layer === "activities") return [["", r.type], words(slice(r)), ...Object.keys(ROLES).map((role) => words(linked(r, role).map(slice).join("；")))];
    if (r.layer === "organizations") return [words(slice(r)), ["", r.type], words(r.name)];
    const bounds = r.lower || r.upper ? `${r.lower || "…"} – ${r.upper || "…"}` : "";
    if (r.layer === "quantities") return [words(slice(r)), ["number", r.value], words(r.unit), ["number", bounds], words(r.per), words(r.item)];
    if (r.layer === "dates") return [words(slice(r)), ["code", r.first], ["code", r.last], ["", r.boundary]];
    return [words(slice(r)), ["", r.target]];
  }

  function drawTables() {
    const sections = ["activities", "organizations", "quantities", "dates", "ignore"].map((layer) => {
      const all = of(layer);
      const title = layer === "ignore" ? "Ignored" : layer[0].toUpperCase() + layer.slice(1);
      const heading = make("h2", { id: "h-" + layer }, title + " ", make("span", { lang: "zh" }, CHINESE[layer]), " ", make("span", { className: "count" }, String(all.length)));
      const head = make("tr", {}, make("th", { scope: "col" }, "id"), ...COLUMNS[layer].map((c) => make("th", { scope: "col" }, c)));
      const rows = all.map((r) => {
        const button = make("button", { type: "button", data: { key: "row:" + r.uid }, "aria-label": `Open ${called(r)}` }, labels.get(r.uid));
        const rest = cells(r).map(([kind, text], i) => make("td", { className: kind, data: { name: COLUMNS[layer][i] }, ...(kind === "words" ? { lang: "zh" } : {}) }, text));
        const row = make("tr", { data: { uid: r.uid } }, make("td", { className: "id", data: { name: "id" } }, button), ...rest);
        return row;
      });
      const table = rows.length ? [make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows))] : [];
      return make("section", { className: "layer", "aria-labelledby": "h-" + layer, data: { layer } }, heading, ...table);
    });
    $("tables").replaceChildren(...sections);
  }

  function drawFacts() {
    for (const input of $("facts").querySelectorAll("[name]")) {
      const [head, field] = input.name.split(".");
      input.value = (field ? doc.facts.metadata[field] : doc.facts[head]) ?? "";
    }
  }

  // ---- finding one's way
  function choose(uid, { scroll = "none" } = {}) {
    const before = record(chosen);
    chosen = uid;
    if (!before || before.uid !== uid) picking = null;
    draw({ whole: false });
    const r = record(uid);
    if (!r) return;
    if (scroll !== "row") bring((elements.get(r.start + "-" + r.end) || [])[0], scroll === "text" ? "center" : "nearest");
    say(`${labels.get(uid)} ${NOUN[r.layer]} ${slice(r)}`);
  }

  function bring(element, block) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    if (element) element.scrollIntoView({ block, behavior: calm });
  }

  function go(p) {
    marked.focus({ preventScroll: true });
    select({ start: p.start, end: p.end });
    bring((elements.get(p.start + "-" + p.end) || [])[0], "center");
  }

  function step(by) {
    const all = doc.records.filter((r) => shown.has(r.layer)).sort(byPlace);
    const now = all.findIndex((r) => r.uid === chosen);
    const from = now < 0 ? all.findIndex((r) => r.start >= picked.start) - (by > 0 ? 1 : 0) : now;
    const next = all[from + by];
    if (!next) return say("There is no further record.");
    select({ start: next.start, end: next.start });
    choose(next.uid, { scroll: "near" });
  }

  function openAtCursor() {
    const here = doc.records.filter((r) => shown.has(r.layer) && holds(r, picked)).sort((a, b) => a.end - a.start - (b.end - b.start) || byPlace(a, b));
    if (!here.length) return say("There is no record at the cursor.");
    choose(here[(here.findIndex((r) => r.uid === chosen) + 1) % here.length].uid);
  }

  function enter() {
    if (picking && picked.start !== picked.end) return act("link:" + picking);
    if (picked.start === picked.end) return picking ? act("link:" + picking) : openAtCursor();
    if (record(chosen)) return act("span");
    say("Press a number to mark the selected text.");
  }

  const DIGITS = { 1: "organizations", 2: "quantities", 3: "dates", 4: "activities", 5: "ignore", 6: "link:agents", 7: "link:recipients", 8: "link:quantities", 9: "link:dates", 0: "link:documents" };

  marked.addEventListener("keydown", (event) => {
    readSelection(); // the event that tells of a new one may still wait
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const x = record(chosen);
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    let done = true;
    if (plain && !event.shiftKey && digit) act(DIGITS[digit[1]]);
    else if (plain && event.key === "Enter") enter();
    else if (plain && (event.key === "Delete" || event.key === "Backspace")) act("delete");
    else if (event.key === "F2") editFields();
    else if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      const by = event.key === "ArrowLeft" ? -1 : 1;
      enqueue(() => (x ? setSpan(x.uid, event.shiftKey ? { start: x.start + by, end: x.end } : { start: x.start, end: x.end + by }) : say("Open a record first.")));
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) step(event.key === "ArrowUp" ? -1 : 1);
    else done = false;
    if (done) event.preventDefault();
  });

  function editFields() {
    const first = $("editor").querySelector("[name]");
    if (first) first.focus();
    else say("Open a record first.");
  }

  // the text is editable for its caret only
  for (const kind of ["beforeinput", "paste", "cut", "drop", "dragstart"]) marked.addEventListener(kind, (event) => event.preventDefault());
  for (const kind of ["compositionend", "input"]) marked.addEventListener(kind, () => doc && draw());

  function readSelection() {
    const selection = getSelection();
    if (!doc || !selection.rangeCount || !marked.contains(selection.anchorNode) || !marked.contains(selection.focusNode)) return;
    const r = selection.getRangeAt(0);
    const start = pointOf(r.startContainer, r.startOffset, false);
    picked = { start, end: selection.isCollapsed ? start : pointOf(r.endContainer, r.endOffset, true) };
    drawPicked();
  }
  document.addEventListener("selectionchange", readSelection);

  marked.addEventListener("mousedown", (event) => {
    // a new selection may begin inside the old one, which a browser would take for dragging that
    if (event.button === 0 && !event.shiftKey) getSelection().removeAllRanges();
  });
  marked.addEventListener("click", (event) => {
    const element = event.target.closest("mark[data-uid]");
    if (!element || !getSelection().isCollapsed) return;
    const r = record(Number(element.dataset.uid));
    const role = { quantities: "quantities", dates: "dates" }[r.layer] || (event.shiftKey ? "recipients" : "agents");
    if (picking) return act("link:" + picking, r);
    if ((event.ctrlKey || event.metaKey) && record(chosen)?.layer === "activities") return act("link:" + role, r);
    choose(r.uid, { scroll: "row" });
  });
  marked.addEventListener("mouseover", (event) => {
    const element = event.target.closest("mark[data-uid]");
    light(element ? Number(element.dataset.uid) : chosen);
  });
  marked.addEventListener("mouseleave", () => light(chosen));

  $("tables").addEventListener("mouseover", (event) => {
    const row = event.target.closest("tr[data-uid]");
    light(row ? Number(row.dataset.uid) : chosen);
  });
  $("tables").addEventListener("mouseleave", () => light(chosen));
  $("tables").addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-uid]");
    if (!row || String(getSelection())) return;
    const fromButton = event.target.closest("button") && event.detail === 0;
    choose(Number(row.dataset.uid), { scroll: "text" });
    if (fromButton) editFields();
  });
  $("editor").addEventListener("submit", (event) => event.preventDefault());
  $("editor").addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      marked.focus();
      select(picked);
    }
  });
  $("actions").addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  $("actions").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button) act(button.dataset.do);
  });
  $("facts").addEventListener("submit", (event) => event.preventDefault());
  $("facts").addEventListener("change", (event) => {
    const [head, field] = event.target.name.split(".");
    const value = event.target.value.trim();
    if (value === ((field ? doc.facts.metadata[field] : doc.facts[head]) ?? "")) return;
    edit(`${field || head}: ${value || "none"}.`, () => {
      if (!field) doc.facts[head] = value;
      else if (value) doc.facts.metadata = { ...doc.facts.metadata, [field]: value };
      else doc.facts.metadata = Object.fromEntries(Object.entries(doc.facts.metadata).filter(([k]) => k !== field));
    });
  });
  for (const box of document.querySelectorAll("input[name=layer]")) {
    box.addEventListener("change", () => {
      if (box.checked) shown.add(box.value);
      else shown.delete(box.value);
      draw();
    });
  }
  document.addEventListener("keydown", (event) => {
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    const typing = event.target.closest("input, textarea, select");
    const key = event.key.toLowerCase();
    if (!doc) return;
    if (command && key === "s") {
      if (typing) typing.dispatchEvent(new Event("change", { bubbles: true })); // what is being typed counts
      enqueue(save);
    } else if (command && !typing && (key === "y" || (key === "z" && event.shiftKey))) enqueue(() => restore(future, past, "redo"));
    else if (command && !typing && key === "z") enqueue(() => restore(past, future, "undo"));
    else if (event.key === "Escape") {
      if (picking) picking = null;
      else chosen = null;
      draw({ whole: false });
      say("");
      return;
    } else return;
    event.preventDefault();
  });

  // ---- the server
  async function ask(path, body, method = "POST") {
    const options = { method, headers: { "Content-Type": body instanceof Blob ? "application/octet-stream" : "application/json" } };
    if (body !== undefined) options.body = body instanceof Blob ? body : JSON.stringify(body);
    let reply;
    try {
      reply = await fetch(path, options);
    } catch {
      throw new Error("The server does not answer. Is bulletin-ie serve still running?");
    }
    const answer = (reply.headers.get("Content-Type") || "").includes("json") ? await reply.json() : { message: await reply.text() };
    if (!reply.ok) throw Object.assign(new Error(answer.message), { status: reply.status, answer });
    return answer;
  }

  const say = (message) => ($("said").textContent = message);

  function fail(message, problems = [], order = {}) {
    const box = $("failed");
    box.replaceChildren();
    if (!message) return;
    say("");
    box.append(message);
    const items = problems.map((p) => {
      const uid = (order[p.layer] || [])[p.index];
      if (!record(uid)) return make("li", {}, p.message);
      return make("li", {}, make("button", { type: "button", onclick: () => choose(uid, { scroll: "text" }) }, labels.get(uid)), " ", p.message);
    });
    if (items.length) box.append(make("ul", {}, ...items));
  }

  async function save() {
    const name = $("name").value.trim();
    if (!name) return fail("Give it a name first.");
    const { annotation, order } = wire();
    const kept = content();
    const put = (version) => ask("api/document?name=" + encodeURIComponent(name), { version, annotation }, "PUT");
    let done;
    try {
      done = await put(doc.version).catch((e) => {
        if (e.status !== 409 || !confirm(`${e.message}\n\nReplace it?`)) throw e;
        return put(e.answer.version);
      });
    } catch (e) {
      return fail(e.status === 422 ? "Not saved. Please mend:" : `Not saved: ${e.message}`, (e.answer || {}).problems, order);
    }
    Object.assign(doc, { name: done.name, version: done.version, kept });
    $("name").value = done.name;
    fail(null);
    say(`Saved as ${done.path}`);
  }

  const unsaved = () => doc && past.length > 0 && doc.kept !== content();
  const mayLeave = () => !unsaved() || confirm("The changes are not saved. Leave them?");

  async function begin(work) {
    if (!mayLeave()) return;
    fail(null);
    say("Reading …");
    try {
      opened(await work());
    } catch (e) {
      fail(e.message);
    }
  }

  async function list() {
    const found = await ask("api/documents", undefined, "GET");
    $("saved-count").textContent = found.documents.length;
    $("directory").textContent = found.directory;
    $("documents").replaceChildren(...found.documents.map((name) =>
      make("li", {}, make("button", { type: "button", onclick: () => begin(() => ask("api/document?name=" + encodeURIComponent(name), undefined, "GET")) }, name))));
  }

  function read(file) {
    const about = new URLSearchParams({ name: file.name, published: $("published").value.trim(), url: $("url").value.trim() });
    begin(() => ask("api/read?" + about, file));
  }

  $("paste").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = $("pasted").value;
    if (!text.trim()) return fail("Paste a notice first, or choose a file.");
    begin(() => ask("api/parse", { text, published: $("published").value.trim() || null, url: $("url").value.trim() || null }));
  });
  $("file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) read(file);
  });
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    $("start").classList.add("over");
  });
  document.addEventListener("dragleave", () => $("start").classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    $("start").classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (file) read(file);
  });
  $("save").addEventListener("click", () => enqueue(save));
  $("undo").addEventListener("click", () => enqueue(() => restore(past, future, "undo")));
  $("redo").addEventListener("click", () => enqueue(() => restore(future, past, "redo")));
  $("new").addEventListener("click", () => {
    if (!mayLeave()) return;
    doc = null;
    $("work").hidden = $("bar").hidden = true;
    $("start").hidden = false;
    fail(null);
    say("");
    $("pasted").value = "";
    $("pasted").focus();
    list().catch((e) => fail(e.message));
  });
  $("theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
  list().catch((e) => fail(e.message));
})();
