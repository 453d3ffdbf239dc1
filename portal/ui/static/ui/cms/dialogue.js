/* The form of a dialogue: "leads to" is chosen from the names of its own steps and endings, the
   effects bear the names of the meters, and a map of it all is drawn and checked by the server.
   Without this file "leads to" is a text field in which one types such a name. */
(() => {
  const DRAW_AFTER = 1000;
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, key) => values[key]);
  const element = (name, attributes = {}, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  };

  class Dialogue {
    constructor(root, prefix, { mapUrl, texts }) {
      Object.assign(this, { root, prefix, mapUrl, texts });
      this.addMap();
      root.addEventListener("input", () => this.changed());
      root.addEventListener("change", (event) => {
        if (event.target.dataset.dialogueSelect !== undefined) {
          event.target.previousElementSibling.value = event.target.value;
        }
        this.changed();
      });
      // Steps that are added, moved or taken away; what this script writes itself is left out.
      new MutationObserver((changes) => {
        const own = ({ target }) => this.map.contains(target) || target.closest("select");
        if (!changes.every(own)) this.changed();
      }).observe(root, { childList: true, subtree: true, attributeFilter: ["aria-hidden"] });
      this.soon = setTimeout(() => this.follow(), 100);
    }

    changed() {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.follow(), 100);
      clearTimeout(this.later);
      this.later = setTimeout(() => this.map.open && this.draw(), DRAW_AFTER);
    }

    field(name) {
      return this.root.querySelector(`[name="${CSS.escape(`${this.prefix}-${name}`)}"]`);
    }

    /* The items of one of the lists that are not taken away, in order: id and name. */
    items(list, nameField) {
      const count = Number(this.field(`${list}-count`)?.value ?? 0);
      return [...Array(count).keys()]
        .filter((at) => this.field(`${list}-${at}-deleted`)?.value === "")
        .map((at) => ({
          order: Number(this.field(`${list}-${at}-order`).value),
          id: this.field(`${list}-${at}-id`).value,
          name: this.field(`${list}-${at}-value-${nameField}`)?.value.trim() ?? "",
        }))
        .sort((one, other) => one.order - other.order)
        .map((item, at) => ({
          ...item,
          label: item.name || fill(this.texts.nameless, { number: at + 1 }),
        }));
    }

    follow() {
      const steps = this.items("steps", "name");
      const endings = this.items("endings", "title");
      for (const input of this.root.querySelectorAll("input[data-dialogue-target]")) {
        this.offer(input, steps, endings);
      }
      for (const number of [1, 2, 3]) this.nameEffects(number);
    }

    offer(input, steps, endings) {
      const named = [...steps, ...endings].find(
        ({ id, name }) => id === input.value || (name && name === input.value.trim()),
      );
      if (named) input.value = named.id;
      const groups = [
        [this.texts.steps, steps],
        [this.texts.endings, endings],
      ];
      const select = this.selectOf(input);
      const known = JSON.stringify([groups, input.value]);
      if (select.dataset.known === known) return;
      select.dataset.known = known;
      const options = [element("option", { value: "" }, this.texts.choose)];
      if (input.value && !named) {
        const missing = fill(this.texts.missing, { name: input.value });
        options.push(element("option", { value: input.value }, missing));
      }
      for (const [label, items] of groups) {
        const group = element("optgroup", { label });
        group.append(...items.map((each) => element("option", { value: each.id }, each.label)));
        options.push(group);
      }
      select.replaceChildren(...options);
      select.value = input.value;
    }

    /* The text field stays in the form and keeps the value; the select stands in its place. */
    selectOf(input) {
      const next = input.nextElementSibling;
      if (next?.dataset.dialogueSelect !== undefined) return next;
      const select = element("select", { "data-dialogue-select": "", id: `${input.id}-select` });
      for (const name of ["aria-describedby", "aria-invalid"]) {
        if (input.hasAttribute(name)) select.setAttribute(name, input.getAttribute(name));
      }
      this.root.querySelector(`label[for="${CSS.escape(input.id)}"]`)?.setAttribute("for", select.id);
      input.hidden = true;
      input.after(select);
      return select;
    }

    nameEffects(number) {
      const meter = this.field(`meter_${number}`)?.value.trim();
      for (const effect of this.root.querySelectorAll(`[name$="-value-effect_${number}"]`)) {
        effect.closest("[data-contentpath]").hidden = !meter;
        const label = this.root.querySelector(`label[for="${CSS.escape(effect.id)}"]`);
        const text = fill(this.texts.effect, { meter });
        if (meter && label && label.textContent !== text) label.textContent = text;
      }
    }

    addMap() {
      this.map = element("details", { class: "o-dialogue", open: "" });
      const button = element("button", { type: "button", class: "button button-secondary" });
      button.textContent = this.texts.draw;
      button.addEventListener("click", () => this.draw());
      this.outcome = element("div", { role: "status" });
      this.map.append(element("summary", {}, this.texts.map), button, this.outcome);
      this.map.addEventListener("toggle", () => this.map.open && this.draw());
      this.map.addEventListener("click", (event) => this.goTo(event));
      this.root.append(this.map);
    }

    async draw() {
      const form = this.root.closest("form");
      if (!form) return;
      const posted = new FormData();
      for (const [name, value] of new FormData(form)) {
        if (!name.startsWith(`${this.prefix}-`)) continue;
        posted.append(`dialogue${name.slice(this.prefix.length)}`, value);
      }
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      try {
        const headers = { "X-CSRFToken": token };
        const response = await fetch(this.mapUrl, { method: "POST", body: posted, headers });
        if (!response.ok) throw new Error(response.statusText);
        this.show(await response.text());
      } catch {
        this.outcome.textContent = this.texts.failed;
      }
    }

    show(html) {
      const wasOpen = this.outcome.querySelector("details")?.open;
      if (this.shown === html) return;
      this.shown = html;
      this.outcome.innerHTML = html;
      if (wasOpen) this.outcome.querySelector("details").open = true;
    }

    /* From the map to a step: unfold it, and what it lies in. */
    goTo(event) {
      const link = event.target.closest("a");
      const panel = link && document.getElementById(link.getAttribute("href").slice(1));
      if (!panel) return;
      event.preventDefault();
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle.getAttribute("aria-expanded") === "false") toggle.click();
      panel.scrollIntoView({ block: "start" });
      toggle.focus({ preventScroll: true });
    }
  }

  class DialogueDefinition extends StructBlockDefinition {
    render(placeholder, prefix, state, error) {
      const block = super.render(placeholder, prefix, state, error);
      new Dialogue(block.container[0], prefix, this.meta);
      return block;
    }
  }
  window.telepath.register("learning.DialogueBlock", DialogueDefinition);
})();
