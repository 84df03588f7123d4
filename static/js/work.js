// Long work tells how far it is without a reload. Without this script a link on the page does.
const EVERY = 2000;

async function look() {
  const shown = document.querySelector("[data-work]");
  if (!shown || shown.dataset.work !== "waiting") return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = answer.ok && page.querySelector("[data-work]");
    // Somebody who is about to press a button keeps it under her finger until there is something new.
    if (found && found.innerHTML !== shown.innerHTML && !(shown.contains(document.activeElement) && found.dataset.work === "waiting")) {
      shown.replaceWith(document.adoptNode(found));
    }
  } catch {
    // No network for a moment, or signed out: the next look, or the link, will tell.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
