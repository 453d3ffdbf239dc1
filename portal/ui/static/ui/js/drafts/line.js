// The line to the server. Where nothing gets through, a banner says why, until something does.

import { make, person, words } from "./page.js";

// Why nothing gets through: "offline", "down", "out" (signed out) or "unsafe".
export class Away extends Error {}

let away = "";
const banner = document.body.appendChild(make("div", "p-away"));
banner.setAttribute("role", "status");

export const whyAway = () => away;

export function settle(why) {
  if (why === away) return;
  const wasAway = away;
  away = why;
  const said = make("p", "", words[why] ?? "");
  if (why === "out") {
    const link = make("a", "", words.again);
    link.href = `${words.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
    said.append(" ", link);
  }
  banner.replaceChildren(...(why ? [said] : []));
  if (wasAway && !why) dispatchEvent(new Event("drafts:back"));
}

// How the server has it; the page gets a token with it that holds after signing in again. Only for
// the one whose page this is: a window of Anna's does nothing while Bram is signed in.
export async function look(key) {
  const answer = await ask({}, `?key=${encodeURIComponent(key)}`);
  const state = await answer.json();
  if (state.person !== person) throw new Away("out");
  for (const field of tokens()) field.value = state.token;
  return state.draft;
}

// Keep what a window typed, or let go of a draft where there are no fields.
export async function tell(copy, how = {}, isAgain = false) {
  const answer = await ask({
    method: "POST",
    body: JSON.stringify({ person, ...copy }),
    headers: { "Content-Type": "application/json", "X-CSRFToken": tokens()[0].value },
    ...how,
  });
  if (answer.status === 403 && !isAgain) {
    await look(copy.key);
    return tell(copy, how, true);
  }
  settle("");
  const content = [200, 409].includes(answer.status) ? await answer.json() : {};
  return { status: answer.status, ...content };
}

async function ask(how, query = "") {
  const headers = { Accept: "application/json", ...how.headers };
  const options = { cache: "no-store", redirect: "manual", ...how, headers };
  const answer = await fetch(words.drafts + query, options).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Away(navigator.onLine ? "down" : "offline");
  });
  if (answer.status === 401 || answer.type === "opaqueredirect") throw new Away("out");
  if (answer.status === 429 || answer.status >= 500) throw new Away("down");
  return answer;
}

function tokens() {
  return document.querySelectorAll("[name=csrfmiddlewaretoken]");
}
