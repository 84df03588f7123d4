// Messages to the portal. A safety mark that is too old (somebody signed in again elsewhere) is renewed on the way.
const page = document.querySelector('meta[name="csrf-token"]');
let token = page?.content ?? "";

export const headers = () => ({ Accept: "application/json", "X-CSRFToken": token });

// A mark of one act: sent again with the same mark it is the same act. randomUUID is missing where there is no HTTPS.
export const newMark = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

// Whether it is worth sending the same again: nobody answered, the portal is in trouble, or it asks to wait.
export const isTemporary = ({ status }) => status === 0 || status === 429 || status >= 500;

export function renew(fresh) {
  token = fresh;
  if (page) page.content = fresh;
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = fresh;
}

// The answer with its status; status 0 when none came. `last`: the page is about to go away.
export async function post(address, body, { last = false } = {}) {
  for (let again = false; ; again = true) {
    let status = 0;
    let answer = null;
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { ...headers(), "Content-Type": "application/json" },
        body: JSON.stringify(body),
        ...(last ? { keepalive: true } : { signal: AbortSignal.timeout(20000) }),
      });
      status = response.status;
      answer = await response.json();
    } catch { /* no network, or no JSON: as good as no answer */ }
    if (!answer) return { status: 0 };
    if (answer.state !== "stale" || !answer.csrf_token) return { ...answer, status };
    renew(answer.csrf_token);
    if (again) return { status: 0 };
  }
}
