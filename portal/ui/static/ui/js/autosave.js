// What is typed in a form with components/autosave.html is kept while it is typed: locked up in this
// browser at once, and on the server after a pause. Without this file a form works as any other.

import * as copies from "./drafts/copies.js";
import { isKept } from "./drafts/fields.js";
import { Away, look, settle, tell, whyAway } from "./drafts/line.js";
import { Typing } from "./drafts/typing.js";

const AGAIN = 5000;
const typings = new Map();
const open = () => [...typings.values()];

function start(root) {
  for (const place of root.querySelectorAll("form [data-draft]")) {
    const form = place.closest("form");
    if (!typings.has(form)) typings.set(form, new Typing(place));
  }
}

// Send what waits: of this page's forms, and what other pages and windows left in this browser.
async function sendAll() {
  for (const typing of open()) typing.send();
  for (const copy of await copies.all()) {
    if (open().some((typing) => typing.hand === copy.hand && typing.turn)) continue;
    const here = open().find((typing) => typing.key === copy.key);
    try {
      hear(await tell(copy), copy, here);
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      settle(error.message);
      here?.meet({ version: copy.base, fields: copy.fields }, copy.hand);
      return;
    }
  }
}

function hear(answer, copy, here) {
  if (answer.status !== 409) {
    copies.remove(copy.hand);
    if (answer.status === 200) here?.meet({ ...answer, fields: copy.fields });
  } else if (here && !here.turn) {
    here.goOnWith({ version: copy.base, ...copy }, copy.hand);
    here.choose(answer.draft);
  }
}

function tryAgain() {
  const [typing] = open();
  if (!whyAway() || !navigator.onLine || document.hidden || !typing) return;
  look(typing.key).then(
    () => settle(""),
    (error) => error instanceof Away && settle(error.message),
  );
}

start(document);
sendAll();

document.addEventListener("input", ({ target }) => {
  if (isKept(target)) typings.get(target.form)?.changed();
});

document.addEventListener("submit", ({ target }) => {
  const typing = typings.get(target);
  typing?.submitted();
  setTimeout(() => target.isConnected && typing?.goOn(), AGAIN);
});

document.addEventListener("part:swapped", ({ target }) => {
  for (const form of typings.keys()) if (!form.isConnected) typings.delete(form);
  start(target);
  sendAll();
});

addEventListener("drafts:back", sendAll);
addEventListener("offline", () => settle("offline"));
addEventListener("online", tryAgain);
// Who is signed out comes back by hand, so that a window that was left open asks nothing.
addEventListener("focus", tryAgain);
setInterval(() => whyAway() !== "out" && tryAgain(), AGAIN);

// Another window in front, or leaving: sent at once.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return tryAgain();
  for (const typing of open()) typing.send({ keepalive: true });
});

addEventListener("beforeunload", (event) => {
  if (open().some((typing) => !typing.isSafe && !typing.isSent)) event.preventDefault();
});

addEventListener("pageshow", ({ persisted }) => {
  if (persisted) for (const typing of open()) typing.goOn();
});
