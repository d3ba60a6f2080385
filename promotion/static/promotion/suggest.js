/* A search box as a combobox with a list (WAI-ARIA APG, "list autocomplete with manual selection").
   Without it the box is a box: it sends what was typed. */

const WAIT = 120;
const LEAST = 2;
/* Scripts in which one character is a word or half of one. */
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Lao}\p{Script=Khmer}\p{Script=Thai}]/u;

let boxes = 0;

class SuggestionBox {
  constructor(input) {
    this.input = input;
    this.known = new Map();
    this.active = -1;
    this.options = [];
    this.build();
    this.listen();
    if (input.value.trim() !== input.defaultValue.trim()) { this.ask(); }
  }

  build() {
    const { input } = this;
    const id = `suggestions-${boxes += 1}`;
    this.list = document.createElement("ul");
    Object.assign(this.list, { id, className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.dataset.suggestLabel);
    this.told = document.createElement("span");
    this.told.className = "visually-hidden";
    this.told.setAttribute("role", "status");
    input.after(this.list, this.told);
    const states = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, spellcheck: "false" };
    for (const [name, value] of Object.entries(states)) { input.setAttribute(name, value); }
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("input", (event) => { if (!event.isComposing) { this.ask(); } });
    input.addEventListener("compositionend", () => { this.ask(); });
    input.addEventListener("keydown", (event) => { this.key(event); });
    input.addEventListener("blur", () => { this.close(); });
    /* The box keeps the focus; a press on an option must not take it away before the click comes. */
    list.addEventListener("pointerdown", (event) => { event.preventDefault(); });
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) { this.take(this.options.indexOf(option)); }
    });
  }

  get isOpen() { return !this.list.hidden; }

  /* `step`: 1 goes into the list from above once it is there, -1 from below, 0 stays in the box. */
  ask(step = 0) {
    clearTimeout(this.timer);
    const words = this.input.value.trim();
    if (words.length < LEAST && !DENSE.test(words)) { this.close(); return; }
    this.timer = setTimeout(() => { this.fetch(words, step).catch(() => { this.close(); }); }, step ? 0 : WAIT);
  }

  async fetch(words, step) {
    this.running?.abort();
    if (!this.known.has(words)) {
      this.running = new AbortController();
      const address = new URL(this.input.dataset.suggest, location.href);
      address.searchParams.set("q", words);
      const answer = await fetch(address, { signal: this.running.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) { throw new Error(answer.statusText); }
      this.known.set(words, (await answer.json()).suggestions);
    }
    /* Meanwhile more may have been typed, or the reader may be gone. */
    if (this.input.value.trim() === words && document.activeElement === this.input) {
      this.show(this.known.get(words));
      if (step) { this.move(step); }
    }
  }

  show(suggestions) {
    this.options = suggestions.map(({ text, lang }, place) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      if (lang) { option.lang = lang; option.dir = "auto"; }
      option.textContent = text;
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.mark(-1);
    this.list.hidden = !this.options.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.told.textContent = this.isOpen ? `${this.input.dataset.suggestLabel}: ${this.options.length}` : "";
  }

  close() {
    clearTimeout(this.timer);
    this.running?.abort();
    this.list.hidden = true;
    this.told.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  mark(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  take(place) {
    this.input.value = this.options[place].textContent;
    this.close();
    this.input.form.requestSubmit();
  }

  /* One place more than there are options: the box itself, where the typed words stand. */
  move(step) {
    const places = this.options.length + 1;
    this.mark(((this.active + 1 + step + places) % places) - 1);
  }

  key(event) {
    /* 229: the key belongs to an input method; Safari says so of the Enter that ends a word, and nothing else. */
    if (event.isComposing || event.keyCode === 229) { return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) {
      event.preventDefault();
      if (step === 1 && !this.isOpen) { this.ask(); } else if (step === -1) { this.close(); }
    } else if (step) {
      event.preventDefault();
      if (this.isOpen) { this.move(step); } else { this.ask(step); }
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape" && this.isOpen) {
      event.preventDefault();
      this.close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
      this.mark(-1);
    }
  }
}

export const attach = (input) => new SuggestionBox(input);
