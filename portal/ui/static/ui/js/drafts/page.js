// What a page with components/autosave.html says to its scripts, and small help to build on it.

export const words = document.querySelector("template[data-drafts]").dataset;
export const { draftOf: person, secret } = document.querySelector("[data-draft-of]").dataset;

export function make(name, className = "", text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

export function button(label, press, className = "p-btn p-btn--secondary p-btn--small") {
  const made = make("button", className, label);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

export function box(className, text, ...inside) {
  const made = make("div", `p-alert p-alert--plain ${className}`);
  made.append(make("p", "", text), ...inside);
  return made;
}
