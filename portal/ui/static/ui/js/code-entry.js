// Comfort for the field of the personal code; the page works without it.

const field = document.querySelector("[data-code]");

// A letter with a QR code leads here with the code behind the #, which no server or log sees. It
// goes into the field, out of the address bar, and waits for a press on the button.
function takeScannedCode() {
  const scanned = /^#([\w-]{8,40})$/.exec(window.location.hash)?.[1];
  if (!field || !scanned) return;
  field.value = scanned;
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
}
takeScannedCode();
window.addEventListener("hashchange", takeScannedCode);

// Who types in a full room can hide the code.
const hiding = document.querySelector("[data-hide-code]");
if (field && hiding) {
  const button = hiding.querySelector("button");
  hiding.hidden = false;
  button.addEventListener("click", () => {
    const hidden = field.type !== "password";
    field.type = hidden ? "password" : "text";
    button.setAttribute("aria-pressed", String(hidden));
  });
}
