// What somebody kept in this browser is hers alone: it goes when she signs out, and when a page finds that nobody or
// somebody else is signed in. Pages kept for offline work run this as well, with their owner's number.
import { current, empty } from "./pack.js";

const reader = document.documentElement.dataset.reader ?? "";
const pack = await current();
if (pack && String(pack.meta.person) !== reader) await empty();

const form = document.querySelector("form[data-sign-out]");
form?.addEventListener("submit", async (event) => {
  if (form.dataset.emptied) return;
  event.preventDefault();
  form.dataset.emptied = "yes";
  // Signing out does not wait for a browser that does not answer.
  await Promise.race([empty().catch(() => {}), new Promise((resolve) => { setTimeout(resolve, 2000); })]);
  form.submit();
});
