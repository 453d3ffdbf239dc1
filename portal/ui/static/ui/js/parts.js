// Parts of a page that change on their own: a form inside [data-part] is sent from here, and what
// comes back takes the part's place. Without this file the same form gives a whole page.

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const part = form.closest("[data-part]");
  if (!part || form.method !== "post" || event.defaultPrevented || "whole" in form.dataset) return;
  event.preventDefault();
  if (part.ariaBusy === "true") return;
  part.ariaBusy = "true";
  const { submitter } = event;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form, submitter),
      headers: { "X-Part": "1" },
      redirect: "error",
    });
    if (!response.ok && response.status !== 422) throw new Error(response.statusText);
    swap(part, await response.text());
  } catch {
    part.ariaBusy = null;
    sendWhole(form, submitter);
  }
});

function swap(part, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  part.replaceWith(fresh);
  const target = fresh.querySelector("[data-focus]") ?? fresh;
  target.tabIndex = target.tabIndex < 0 ? -1 : target.tabIndex;
  target.focus();
  fresh.dispatchEvent(new CustomEvent("part:swapped", { bubbles: true }));
}

// Signed out, or something broke: the server's own page says what, and keeps what was typed.
function sendWhole(form, submitter) {
  if (!navigator.onLine) return;
  if (submitter?.name) {
    const chosen = document.createElement("input");
    chosen.type = "hidden";
    chosen.name = submitter.name;
    chosen.value = submitter.value;
    form.append(chosen);
  }
  HTMLFormElement.prototype.submit.call(form);
}
