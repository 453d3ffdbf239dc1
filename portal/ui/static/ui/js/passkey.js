// Says why no passkey was made or used: the browser tells only the script, and allauth tells nobody.

const said = document.getElementById("passkey-said");
const KINDS = { SecurityError: "address", TypeError: "address", InvalidStateError: "known" };

let pressed;
document.addEventListener("click", (event) => {
  pressed = event.target.closest?.("button") ?? pressed;
}, true);

document.addEventListener("allauth.error", (event) => {
  if (!said || !event.detail.tags.includes("webauthn")) return;
  event.preventDefault();
  const kind = KINDS[event.detail.exception?.name] ?? "other";
  (pressed?.closest("p, div") ?? document.querySelector("main")).before(said);
  for (const text of said.querySelectorAll("[data-kind]")) text.hidden = text.dataset.kind !== kind;
  said.hidden = false;
});
