// Files go up as soon as they are chosen, one after another, with their progress. Without this script the button does it.
import { element } from "./element.js";
import { headers, renew } from "./post.js";

const form = document.querySelector("form[data-autosave]");
const words = form.dataset;
let underWay = 0;

// fetch tells no progress of what goes up.
function send(address, file, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => { progress.value = loaded; progress.max = total; };
    request.onload = () => resolve({ ...request.response, status: request.status });
    request.onerror = request.onabort = request.ontimeout = () => resolve({ status: 0 });
    const body = new FormData();
    body.append("file", file);
    request.send(body);
  });
}

async function add(field, file) {
  const place = field.querySelector("[data-progress]");
  const told = (sentence) => sentence.replace("{name}", file.name);
  const line = element("p", told(words.uploading));
  const progress = element("progress", "", { "aria-label": file.name });
  line.append(progress);
  place.append(line);
  let answer = { status: 413 };
  if (file.size <= Number(field.dataset.maxBytes)) {
    answer = await send(field.dataset.upload, file, progress);
    if (answer.csrf_token) {
      renew(answer.csrf_token);
      answer = await send(field.dataset.upload, file, progress);
    }
  }
  if (answer.state === "saved") {
    const list = field.querySelector(".files");
    // A question of one file has the newest.
    if (field.dataset.maxFiles === "1") list.replaceChildren();
    // Markup of the portal's own template, with every name escaped there.
    list.insertAdjacentHTML("beforeend", answer.item);
    list.hidden = false;
    field.querySelector("[data-upload-here]").hidden = field.dataset.maxFiles !== "1" && list.children.length >= Number(field.dataset.maxFiles);
    line.textContent = told(words.uploaded);
    return;
  }
  line.className = "fault";
  line.textContent = answer.message ? `${file.name}: ${answer.message}` : told(answer.status === 413 ? words.tooLarge : words.uploadFailed);
  if (answer.status === 401) line.append(" ", element("a", words.signIn, { href: answer.sign_in, target: "_blank", rel: "noopener" }));
  if (answer.status === 0 || answer.status === 401 || answer.status >= 500) {
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
