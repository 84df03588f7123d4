// Files go up as soon as they are chosen, one after another, in pieces: when the connection breaks, what has arrived
// stays and the rest goes on by itself. Without this script the button sends them whole.
import { element } from "./element.js";
import { headers, isTemporary, post, renew } from "./post.js";

const form = document.querySelector("form[data-autosave]");
const words = form.dataset;
const PIECE = 1_000_000;
const FIRST = 1000;
const LONGEST = 30_000;
let underWay = 0;

// fetch tells no progress of what goes up.
function sendPiece(address, bytes, tell) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.timeout = 120_000;
    request.upload.onprogress = ({ loaded }) => tell(loaded);
    request.onload = () => resolve({ ...request.response, status: request.status });
    request.onerror = request.onabort = request.ontimeout = () => resolve({ status: 0 });
    request.send(bytes);
  });
}

// The same file, chosen again after the page was left, goes on where it stopped.
function keyOf({ name, size, lastModified }) {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + sign.codePointAt(0)) % 4294967291;
  return `${size}-${lastModified}-${sum}`;
}

const pause = (time) => new Promise((resolve) => {
  const timer = setTimeout(done, time);
  function done() { clearTimeout(timer); removeEventListener("online", done); resolve(); }
  addEventListener("online", done);
});

// The portal's last answer. A broken connection is waited for; anything else it says is final.
async function send(field, file, progress, wait) {
  for (let time = FIRST; ; time = Math.min(time * 2, LONGEST)) {
    let answer = await post(field.dataset.upload, { name: file.name, size: file.size, key: keyOf(file) });
    while (answer.received !== undefined && answer.status === 200) {
      const start = answer.received;
      const upload = answer.upload;
      progress.value = start;
      answer = await sendPiece(`${words.uploads}${upload}?start=${start}`, file.slice(start, start + PIECE), (loaded) => { progress.value = start + loaded; });
      if (answer.csrf_token) {
        renew(answer.csrf_token);
        answer = { received: start, status: 200 };
      }
      if (answer.received !== undefined) answer.upload = upload;
      if (answer.received > start) { time = FIRST; wait(false); }
    }
    if (!isTemporary(answer)) return answer;
    wait(true);
    await pause(time);
  }
}

async function add(field, file) {
  const place = field.querySelector("[data-progress]");
  const told = (sentence) => sentence.replace("{name}", file.name);
  const line = element("p");
  const sentence = element("span", told(words.uploading));
  const progress = element("progress", "", { "aria-label": file.name, max: file.size, value: 0 });
  line.append(sentence, progress);
  place.append(line);
  const wait = (broken) => {
    const now = told(broken ? words.uploadWaiting : words.uploading);
    if (sentence.textContent !== now) sentence.textContent = now;
  };
  const answer = file.size <= Number(field.dataset.maxBytes) ? await send(field, file, progress, wait) : { status: 413 };
  if (answer.state === "saved") {
    const list = field.querySelector(".files");
    // A question of one file has the newest.
    if (field.dataset.maxFiles === "1") list.replaceChildren();
    // Markup of the portal's own template, with every name escaped there. The same file again is there already.
    if (!list.querySelector(`button[value="${Number(answer.id)}"]`)) list.insertAdjacentHTML("beforeend", answer.item);
    list.hidden = false;
    field.querySelector("[data-upload-here]").hidden = field.dataset.maxFiles !== "1" && list.children.length >= Number(field.dataset.maxFiles);
    line.textContent = told(words.uploaded);
    return;
  }
  line.className = "fault";
  line.textContent = answer.message ? `${file.name}: ${answer.message}` : told(answer.status === 413 ? words.tooLarge : words.uploadFailed);
  if (answer.status === 401) {
    line.append(" ", element("a", words.signIn, { href: answer.sign_in, target: "_blank", rel: "noopener" }));
    const again = element("button", words.again, { type: "button", class: "quiet" });
    again.addEventListener("click", () => { line.remove(); upload(field, [file]); });
    line.append(" ", again);
  }
}

async function upload(field, files) {
  underWay += 1;
  for (const file of files) await add(field, file);
  underWay -= 1;
}

for (const field of form.querySelectorAll("[data-files]")) {
  const input = field.querySelector('input[type="file"]');
  input.addEventListener("change", () => {
    const files = [...input.files];
    // Not sent a second time with the page.
    input.value = "";
    field.querySelector("[data-progress]").replaceChildren();
    upload(field, files);
  });
  field.querySelector('button[name="stay"]').hidden = true;
}
addEventListener("beforeunload", (event) => { if (underWay) event.preventDefault(); });
