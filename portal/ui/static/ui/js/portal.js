// Comfort only: every page works without this file.

// Menus are <details>: close on Escape and on a press elsewhere.
for (const menu of document.querySelectorAll("details[data-menu]")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (menu.open && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

// An error summary asks for the focus.
document.querySelector("[data-focus]")?.focus();

// A link or button with data-dialog opens that <dialog>; without script it goes to its own page.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  }
});

// "/" leads to the field of search, unless someone types or has put it off there (search.js).
document.addEventListener("keydown", (event) => {
  const search = document.querySelector("input[data-search]") ?? document.querySelector("a[data-search]");
  if (event.key !== "/" || !search || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (localStorage.getItem("slash") === "off") return;
  event.preventDefault();
  if (search.href) location.href = search.href;
  else search.select();
});
