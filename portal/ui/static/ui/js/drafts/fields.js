// The text fields of a form, which is what a draft holds.

const TYPED = /^(text|search|textarea)$/;
const KEPT = /^(text|search|textarea|email|url|tel|number|date|hidden)$/;
const OURS = /^(csrfmiddlewaretoken|next|draft|draft_version|draft_hand)$/;

export const isKept = (control) => control.name && KEPT.test(control.type) && !OURS.test(control.name);
export const isTyped = (control) => isKept(control) && TYPED.test(control.type);

const plain = (text) => (text ?? "").replaceAll("\r\n", "\n");

export function controlsOf(form) {
  return [...form.elements].filter(isKept);
}

// Empty where nothing is written: then there is nothing to keep.
export function read(form) {
  const controls = controlsOf(form);
  const isBlank = !controls.some((each) => isTyped(each) && each.value.trim());
  return isBlank ? {} : Object.fromEntries(controls.map((each) => [each.name, each.value]));
}

export function fill(form, fields) {
  for (const each of controlsOf(form)) if (each.name in fields) each.value = fields[each.name];
}

// What someone would see that is not the same.
export function differing(form, fields) {
  return controlsOf(form).filter(
    (each) => each.type !== "hidden" && each.name in fields && plain(fields[each.name]) !== plain(each.value),
  );
}
