// Titles while someone types, and whether "/" leads here. Without this file the field is a plain form.

const input = document.querySelector("input[data-search]");
const box = input.closest("[data-titles]");
const list = box.querySelector("[role=listbox]");
const status = box.querySelector("[role=status]");
const WAIT = 200;
let timer, asked;

input.role = "combobox";
input.ariaAutoComplete = "list";
input.ariaExpanded = "false";
input.setAttribute("aria-controls", list.id);

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(suggest, WAIT);
});
input.addEventListener("blur", close);
input.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !list.hidden) {
    event.preventDefault();
    move(step);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === "Enter") {
    const chosen = selected();
    if (chosen) {
      event.preventDefault();
      location.href = chosen.dataset.url;
    }
  }
});
// Before the field loses the focus, which closes the list.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) location.href = option.dataset.url;
});

async function suggest() {
  const typed = (asked = input.value.trim());
  if (typed.length < 2) return close();
  const response = await fetch(`${box.dataset.titles}?q=${encodeURIComponent(typed)}`).catch(() => null);
  if (!response?.ok || typed !== asked || document.activeElement !== input) return;
  show((await response.json()).titles);
}

function show(titles) {
  list.replaceChildren(...titles.map(option));
  list.hidden = !titles.length;
  input.ariaExpanded = String(!list.hidden);
  input.removeAttribute("aria-activedescendant");
  status.textContent = titles.length ? `${status.dataset.some} ${titles.length}` : status.dataset.none;
}

function option({ title, url, kind }, index) {
  const item = document.createElement("li");
  const label = document.createElement("span");
  item.role = "option";
  item.id = `zoek-titel-${index}`;
  item.ariaSelected = "false";
  item.dataset.url = url;
  label.textContent = kind;
  item.append(title, label);
  return item;
}

function selected() {
  return list.hidden ? null : list.querySelector("[aria-selected=true]");
}

function move(step) {
  const options = [...list.children];
  const at = options.indexOf(selected());
  const next = options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length];
  for (const each of options) each.ariaSelected = String(each === next);
  input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

function close() {
  asked = null;
  list.hidden = true;
  input.ariaExpanded = "false";
  input.removeAttribute("aria-activedescendant");
}

// A shortcut of one key can be put off, for who speaks to the computer or slips on a key.
const [hint, choice] = document.querySelectorAll("[data-slash]");
const isOn = choice.querySelector("input");
function tell() {
  isOn.checked = localStorage.getItem("slash") !== "off";
  hint.hidden = !isOn.checked;
}
choice.hidden = false;
tell();
isOn.addEventListener("change", () => {
  localStorage.setItem("slash", isOn.checked ? "on" : "off");
  tell();
});
