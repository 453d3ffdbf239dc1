// One form that is typed in: its draft, what is said about it, and what is asked.

import * as copies from "./copies.js";
import { controlsOf, differing, fill, isTyped, read } from "./fields.js";
import { Away, look, settle, tell } from "./line.js";
import { box, button, make, words } from "./page.js";

const PAUSE = 1200;

export class Typing {
  turn = 0;
  isDirty = false; // typed, and not on the server yet
  isSafe = true; // on the server, or in this browser
  isSent = false; // on its way as a form: it needs no draft

  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.key = place.dataset.draft;
    this.begin(this.field("hand").value);
    this.status = make("p", "p-draft__status");
    this.said = make("p", "p-vh");
    this.said.setAttribute("role", "status");
    const rows = [...this.form.querySelectorAll(".p-actions")];
    const actions = rows.findLast((row) => !place.contains(row));
    if (actions) actions.before(this.status, this.said);
    else this.form.append(this.status, this.said);
    this.question = place.querySelector("[data-draft-offer]");
    if (this.question) this.compare();
  }

  // The name under which this window writes; the server knows its own words by it.
  begin(hand = "") {
    this.hand = hand || [...crypto.getRandomValues(new Uint32Array(3))].join("-");
    this.field("hand").value = this.hand;
  }

  field(name) {
    return this.place.querySelector(`[name=draft_${name}]`);
  }

  get base() {
    return Number(this.field("version").value);
  }

  set base(version) {
    this.field("version").value = version;
  }

  get copy() {
    return { key: this.key, hand: this.hand, base: this.base, fields: read(this.form) };
  }

  async changed() {
    if (this.isSent) {
      copies.remove(this.hand);
      this.begin();
    }
    this.isSent = this.isSafe = false;
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
    if (!copies.lock) return;
    const turn = ++this.turn;
    const write = await copies.prepare(this.copy);
    if (turn !== this.turn) return;
    try {
      write();
      this.isSafe = true;
    } catch {
      this.isSafe = false; // no room: the server keeps it, or leaving is warned against
    }
  }

  async send(how = {}) {
    if (!this.isDirty || this.isSent || this.choice) return;
    this.busy?.abort();
    const busy = (this.busy = new AbortController());
    this.isDirty = false;
    try {
      this.hear(await tell(this.copy, { ...how, signal: busy.signal }));
    } catch (error) {
      if (this.busy === busy) this.isDirty = true;
      if (error instanceof Away) settle(this.isSafe ? error.message : "unsafe");
    } finally {
      if (this.busy === busy) this.busy = null;
    }
  }

  hear(answer) {
    if (answer.status === 200) this.kept(answer);
    else if (answer.status === 409) this.choose(answer.draft);
    else if (answer.status === 204) this.forget();
    else this.say(words.refused, true);
  }

  kept({ version, at }) {
    this.base = version;
    if (!this.isDirty) this.forget();
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
    // Read out once: who listens does not want to hear the time after each sentence.
    this.say(words.saved.replace("{time}", time.format(new Date(at))), !this.said.textContent);
  }

  say(text, aloud) {
    this.status.textContent = text;
    if (aloud) this.said.textContent = text;
  }

  // The browser's copy may go: the server has the text, or nobody wants it.
  forget() {
    this.turn++;
    this.isSafe = true;
    copies.remove(this.hand);
  }

  submitted() {
    this.isSent = true;
    clearTimeout(this.timer);
    this.busy?.abort();
  }

  // It did not arrive, or the page came back with the browser's button.
  goOn() {
    if (!this.isSent) return;
    this.isSent = false;
    this.send();
  }

  async compare() {
    const draft = await look(this.key).catch(() => null);
    if (draft) this.meet(draft);
  }

  // A text that is kept: what the form builds on where it shows that text, and else it is offered.
  meet(draft, hand = "") {
    if (this.isDirty || this.choice) return;
    if (differing(this.form, draft.fields).length) return this.offer(draft, hand);
    this.base = draft.version;
    this.ask(null);
  }

  offer(draft, hand) {
    const text = Object.values(draft.fields).reduce((a, b) => (b.length > a.length ? b : a), "");
    const actions = make("p", "p-actions");
    actions.append(
      button(words.on, () => this.goOnWith(draft, hand)),
      button(words.off, () => this.discard(draft, hand), "p-btn p-btn--subtle p-btn--small"),
    );
    // The server's own sentence says when that was too.
    const isTold = Number(this.question?.dataset.draftOffer) === draft.version;
    const began = isTold ? this.question.querySelector("p").textContent : words.began;
    this.ask(box("", began.replace("{text}", text.slice(0, 80)), actions));
  }

  // What only this browser has is from now on typed here, under the name that it has already.
  goOnWith(draft, hand) {
    this.take(draft);
    if (!hand) return;
    this.begin(hand);
    this.changed();
  }

  take({ version, fields }) {
    fill(this.form, fields);
    this.base = version;
    this.isDirty = false;
    this.ask(null);
    controlsOf(this.form).find(isTyped)?.focus();
  }

  async discard({ version }, hand) {
    this.ask(null);
    if (hand) copies.remove(hand);
    await tell({ key: this.key, hand: "", base: version }).catch((error) => settle(error.message));
  }

  // Two windows, two texts: both are shown, and one is kept.
  choose(theirs) {
    const fields = differing(this.form, theirs.fields);
    if (!fields.length) return this.kept(theirs);
    this.choice = theirs;
    const mine = Object.fromEntries(fields.map((each) => [each.name, each.value]));
    this.ask(
      box(
        "p-alert--warning",
        words.twice,
        half(words.mine, fields, mine, () => this.decide(null)),
        half(words.theirs, fields, theirs.fields, () => this.decide(theirs)),
      ),
    );
    this.said.textContent = words.twice;
  }

  decide(theirs) {
    const { version } = this.choice;
    this.choice = null;
    if (theirs) {
      this.take(theirs);
      return this.forget();
    }
    this.base = version;
    this.ask(null);
    this.isDirty = true;
    this.send();
  }

  ask(question) {
    this.question?.remove();
    this.question = question;
    if (question) this.place.append(question);
  }
}

function half(title, controls, fields, press) {
  const section = make("section", "p-draft__text");
  section.append(
    make("h3", "p-h p-h4", title),
    ...controls.map((each) => make("p", "", fields[each.name])),
    button(words.keep, press),
  );
  return section;
}
