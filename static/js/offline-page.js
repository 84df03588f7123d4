// The page "Work offline": makes a pack of what is chosen, says what is kept and since when, removes it.
import { element } from "./element.js";
import * as packs from "./pack.js";

const section = document.querySelector("[data-kept]");
const words = section.dataset;
const state = section.querySelector("[data-state]");
const form = document.querySelector("form[data-pack]");
const person = Number(document.documentElement.dataset.reader);
const [kilo, mega] = words.units.split("|");

const size = (bytes) => (bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} ${kilo}` : `${(bytes / 1e6).toFixed(1)} ${mega}`);
const moment = (at) => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" }).format(at);
const say = (kind, sentence) => { const made = element("div", "", { class: `notice ${kind}` }); made.append(element("p", sentence)); return made; };

async function show(...first) {
  const pack = packs.isPossible() ? await packs.current() : null;
  if (!pack) return state.replaceChildren(...first, element("p", packs.isPossible() ? words.none : words.cannot));
  const { meta } = pack;
  const list = element("ul");
  for (const each of meta.entries) {
    const line = element("li");
    line.append(element("a", each.title || each.reference, { href: each.addresses[0] }), element("span", ` ${each.reference}`, { class: "note reference" }));
    const files = each.addresses.length - 1;
    if (files) line.append(element("span", ` ${(files === 1 ? words.file : words.files).replace("{n}", files)}`, { class: "note" }));
    list.append(line);
  }
  const button = element("button", words.remove, { type: "button", class: "quiet" });
  button.addEventListener("click", async () => { await packs.empty(); await show(say("success", words.removed)); document.getElementById("kept").focus(); });
  const actions = element("div", "", { class: "actions" });
  actions.append(button);
  return state.replaceChildren(...first, element("p", words.when.replace("{at}", moment(meta.refreshed ?? meta.made)).replace("{size}", size(meta.bytes))), list, actions);
}

const chosen = () => [...form.querySelectorAll("fieldset")].map((group) => {
  const entry = group.querySelector("input[name=entry]");
  const files = entry.checked ? [...group.querySelectorAll("input[name=file]:checked")] : [];
  return { reference: group.dataset.reference, entry, files };
}).filter(({ entry }) => entry.checked);

function add() {
  const total = form.querySelector("[data-total]");
  const boxes = chosen().flatMap(({ entry, files }) => [entry, ...files]);
  total.textContent = size(boxes.reduce((sum, box) => sum + Number(box.dataset.size), Number(total.dataset.assets)));
  for (const group of form.querySelectorAll("fieldset")) {
    const off = !group.querySelector("input[name=entry]").checked;
    for (const box of group.querySelectorAll("input[name=file]")) box.disabled = off;
  }
}

// Everything is fetched into a cache of its own; it becomes the pack when the list of what is in it is written, last.
async function make(wanted) {
  const made = Date.now();
  const name = `${packs.PREFIX}${made}`;
  const cache = await caches.open(name);
  const asked = await packs.contents();
  if (!asked || asked.gone || asked.person !== person) throw new Error("no contact");
  const pages = [packs.HOME, packs.PAGE, packs.ABSENT, ...wanted.map(({ entry }) => entry.value)];
  const files = wanted.flatMap((each) => each.files.map((box) => box.value));
  const assets = new Set(asked.assets);
  const progress = form.querySelector("progress");
  let bytes = 0;
  let done = 0;
  const step = () => {
    progress.max = pages.length + files.length + assets.size;
    progress.value = done += 1;
    form.querySelector("[data-words]").textContent = words.fetching.replace("{n}", done).replace("{all}", progress.max);
  };
  const store = async (address) => {
    const answer = await packs.take(address, person);
    const body = await answer.clone().blob();
    await cache.put(address, answer);
    bytes += body.size;
    step();
    return body;
  };
  for (const address of pages) {
    const page = new DOMParser().parseFromString(await (await store(address)).text(), "text/html");
    for (const each of page.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")) assets.add(each.getAttribute("src") ?? each.getAttribute("href"));
  }
  for (const address of [...files, ...assets]) await store(address);
  const marks = new Map(asked.entries.map((each) => [each.reference, each.mark]));
  const entries = wanted.map(({ reference, entry, files: own }) => ({
    reference, title: entry.dataset.title, mark: marks.get(reference), addresses: [entry.value, ...own.map((box) => box.value)],
  }));
  await navigator.serviceWorker.register(packs.WORKER, { scope: packs.HOME });
  await navigator.serviceWorker.ready;
  await packs.write(cache, { person, made, bytes, entries });
  await packs.empty(name);
  // Asked, not required: a browser that is short of room then takes others' storage first.
  await navigator.storage?.persist?.().catch(() => false);
  return name;
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wanted = chosen();
  if (!wanted.length) return show(say("refusal", words.pick));
  const button = form.querySelector("button");
  const progress = form.querySelector("[data-progress]");
  button.disabled = true;
  progress.hidden = false;
  try {
    await make(wanted);
    await show(say("success", words.made));
  } catch (fault) {
    // What was half made goes; what was kept before stays.
    const whole = await packs.current();
    await packs.empty(whole?.name ?? "");
    await show(say("refusal", fault.name === "QuotaExceededError" ? words.full : words.failed));
  }
  progress.hidden = true;
  button.disabled = false;
  return document.getElementById("kept").focus();
});

if (form && packs.isPossible()) {
  form.hidden = false;
  form.addEventListener("change", add);
  add();
}
await show();
