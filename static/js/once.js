// A form is sent once: a second press while the first is on its way does nothing. The server holds to this by itself too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form that downloads leaves its page standing: it may be sent again.
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
// Back button: the page comes from the browser's memory, and the form may be sent again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
});
document.getElementById("errors")?.focus();
