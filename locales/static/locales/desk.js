// The translator's desk: saves while its translator types, and keeps in the browser what couldn't be saved.
// Without this script the page is one form with a button. Nothing kept is ever put into a box by itself.
(() => {
  const form = document.querySelector("[data-desk]");
  if (!form) return;
  const PAUSE = 3000;
  const AGAIN = 15000;
  const BEACON = 60000;
  const words = form.dataset;
  const status = form.querySelector("[data-desk-status]");
  const token = form.querySelector("[data-desk-token]");
  let timer = 0;
  let busy = false;
  let leaving = false;

  const tell = (state, text) => {
    status.dataset.state = state;
    if (status.textContent !== text) status.textContent = text;
  };

  // --- what this browser keeps ------------------------------------------------------------------
  // A list of texts for each box: those of earlier visits, then what is typed now.
  const kept = {
    read(unit) {
      try {
        const found = JSON.parse(localStorage.getItem(words.keep + unit.key) || "[]");
        return Array.isArray(found) ? found.filter((text) => typeof text === "string") : [];
      } catch {
        return [];
      }
    },
    write(unit, texts) {
      try {
        if (texts.length) localStorage.setItem(words.keep + unit.key, JSON.stringify(texts));
        else localStorage.removeItem(words.keep + unit.key);
        return true;
      } catch {
        return false;
      }
    },
    put(unit) {
      return kept.write(unit, [...new Set([...unit.offered, ...(unit.isDirty ? [unit.box.value] : [])])]);
    },
  };

  // --- one text and its translation -------------------------------------------------------------
  class Unit {
    constructor(section) {
      this.section = section;
      this.key = section.dataset.deskUnit;
      this.number = section.dataset.number;
      this.box = section.querySelector("[data-desk-text]");
      this.seen = this.find("seen");
      // A text that the server has just refused is still to be saved.
      this.isRefused = !this.find("problem").hidden;
      this.saved = this.isRefused ? null : this.box.value;
      this.refused = this.isRefused ? this.box.value : null;
      this.sent = null;
      this.sentBefore = null;
      this.conflict = null;
      this.offered = [];
      this.suggestions = [...section.querySelectorAll("[data-desk-suggestion]")];
      this.listen();
      this.grow();
      this.count();
    }

    find(name) {
      return this.section.querySelector(`[data-desk-${name}]`);
    }

    get isDirty() {
      return this.box.value !== this.saved;
    }

    get isDue() {
      return this.isDirty && !this.conflict && this.box.value !== this.refused;
    }

    listen() {
      this.box.addEventListener("input", () => this.changed());
      this.box.addEventListener("blur", () => this.isDue && save());
      this.section.querySelectorAll("[data-desk-take]").forEach((button, number) => {
        button.hidden = false;
        button.addEventListener("click", () => this.take(number));
      });
      const codes = this.find("codes");
      if (codes) {
        codes.hidden = false;
        codes.addEventListener("click", (event) => {
          const button = event.target.closest("[data-open-code]");
          if (button) this.wrap(button.dataset.openCode, button.dataset.closeCode);
        });
      }
      this.find("use-kept").addEventListener("click", () => {
        this.put(this.offered.pop());
        this.offer();
      });
      this.find("drop-kept").addEventListener("click", () => {
        this.offered.pop();
        kept.put(this);
        this.offer();
        this.box.focus();
      });
      this.find("mine").addEventListener("click", () => this.decide(this.box.value));
      this.find("take-theirs").addEventListener("click", () => this.decide(this.conflict.theirs));
      const note = this.find("no-script");
      if (note) {
        note.hidden = true;
        this.conflict = { theirs: this.find("theirs-text").textContent, seen: this.seen.value };
        this.find("choose").hidden = false;
      }
    }

    changed() {
      this.grow();
      this.count();
      this.find("missing").hidden = Boolean(this.box.value);
      kept.put(this);
      tell("waiting", words.wordsWaiting);
      plan(PAUSE);
    }

    // In a way that the browser can undo.
    insert(text) {
      this.box.focus();
      if (!document.execCommand("insertText", false, text)) {
        this.box.setRangeText(text, this.box.selectionStart, this.box.selectionEnd, "end");
        this.changed();
      }
    }

    put(text) {
      this.box.focus();
      this.box.select();
      if (text) this.insert(text);
      else {
        this.box.value = "";
        this.changed();
      }
    }

    wrap(open, close) {
      const start = this.box.selectionStart;
      const inside = this.box.value.slice(start, this.box.selectionEnd);
      this.insert(open + inside + close);
      const place = start + open.length + (close ? inside.length : 0);
      this.box.setSelectionRange(place, place);
    }

    take(number) {
      const found = this.suggestions[number];
      if (found) this.put(found.dataset.deskSuggestion);
      return Boolean(found);
    }

    grow() {
      this.box.style.height = "auto";
      this.box.style.height = `${this.box.scrollHeight + 2}px`;
    }

    count() {
      const place = this.find("left");
      if (!place) return;
      let text = this.box.value;
      if ("markup" in this.section.dataset) {
        text = text.replace(/<\/?[a-z]*[0-9]{1,5}\/?>/g, "").replace(/&(amp|lt|gt);/g, "x");
      }
      const left = Number(this.section.dataset.limit) - [...text].length;
      place.textContent = words.wordsLeft.replace("{number}", left);
      place.classList.toggle("desk-over", left < 0);
    }

    offer() {
      const text = this.offered.at(-1);
      this.find("kept").hidden = text === undefined;
      this.find("kept-text").textContent = text || "";
    }

    recall() {
      this.offered = kept.read(this).filter((text) => text !== this.box.value);
      kept.put(this);
      this.offer();
      return this.offered.length > 0;
    }

    problem(reason) {
      const place = this.find("problem");
      place.textContent = reason;
      place.hidden = !reason;
      if (reason) this.box.setAttribute("aria-invalid", "true");
      else this.box.removeAttribute("aria-invalid");
    }

    decide(text) {
      this.seen.value = this.conflict.seen;
      this.saved = this.conflict.theirs;
      this.conflict = null;
      this.find("theirs").hidden = true;
      this.problem("");
      if (text !== this.box.value) this.put(text);
      kept.put(this);
      this.box.focus();
      save();
    }

    add(data) {
      const number = this.number;
      this.sentBefore = this.sent;
      this.sent = this.box.value;
      data.append(`key-${number}`, this.key);
      data.append(`text-${number}`, this.box.value);
      data.append(`seen-${number}`, this.seen.value);
      data.append(`source-${number}`, this.section.dataset.source);
    }

    // What the server says has become of the text that was sent.
    answer(told) {
      this.refused = null;
      this.warn(told.warnings || []);
      if (told.source_changes) this.sourceNews(told);
      if (told.outcome === "refused") {
        this.refused = this.sent;
        this.problem(told.reason);
      } else if (told.outcome === "conflict") {
        this.conflict = { theirs: told.theirs, seen: `${told.was}.${told.source}` };
        if (this.sentBefore !== null && told.theirs === this.sentBefore) {
          // Ours: its answer had been lost on the way.
          this.seen.value = this.conflict.seen;
          this.saved = told.theirs;
          this.conflict = null;
          this.problem("");
          return;
        }
        this.problem(told.reason);
        this.find("theirs-text").textContent = told.theirs || "–";
        this.find("theirs").hidden = false;
        this.find("choose").hidden = false;
      } else {
        this.saved = this.sent;
        this.seen.value = `${told.was}.${told.source}`;
        this.problem("");
        if (told.outcome === "saved") this.find("machine").hidden = true;
        if (told.theirs !== undefined && !this.isDirty) {
          this.box.value = this.saved = told.theirs;
          this.grow();
          this.count();
        }
        kept.put(this);
      }
    }

    warn(warnings) {
      const lines = warnings.map((text) => {
        const line = document.createElement("p");
        line.className = "desk-warning";
        line.textContent = text;
        return line;
      });
      this.find("warnings").replaceChildren(...lines);
    }

    sourceNews(told) {
      const place = this.find("source-pieces");
      const pieces = told.source_changes.length ? told.source_changes : [["new", told.source_text]];
      place.replaceChildren(
        ...pieces.map(([kind, text]) => {
          const piece = document.createElement(kind === "gone" ? "del" : kind === "new" ? "ins" : "span");
          piece.textContent = text;
          return piece;
        }),
      );
      this.section.dataset.source = told.source_text;
      this.find("source-news").hidden = false;
    }
  }

  const boxes = [...form.querySelectorAll("[data-desk-unit]")].filter((one) => one.querySelector("[data-desk-text]"));
  const units = boxes.map((section) => new Unit(section));

  // --- saving -----------------------------------------------------------------------------------
  const plan = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const filled = (due) => {
    const data = new FormData();
    for (const name of ["csrfmiddlewaretoken", "token", "source"]) {
      data.append(name, form.querySelector(`[name=${name}]`).value);
    }
    due.forEach((unit) => unit.add(data));
    return data;
  };

  const show = (answer) => {
    const byKey = new Map(answer.units.map((told) => [told.key, told]));
    units.forEach((unit) => byKey.has(unit.key) && unit.answer(byKey.get(unit.key)));
    token.value = answer.token;
    document.querySelector("[data-desk-progress]").textContent = answer.progress;
    const state = document.querySelector("[data-desk-language-state]");
    state.className = `text-state text-state--${answer.state.value}`;
    state.replaceChildren(Object.assign(document.createElement("span"), { textContent: answer.state.sign }), ` ${answer.state.label}`);
    state.firstChild.setAttribute("aria-hidden", "true");
    const submit = form.querySelector("[data-desk-submit]");
    if (submit) submit.hidden = !answer.may_submit;
    const refused = answer.units.some((told) => ["refused", "conflict"].includes(told.outcome));
    const done = words.wordsSaved.replace("{time}", answer.at);
    tell(refused ? "refused" : "saved", [refused ? words.wordsRefused : done, answer.others ? words.wordsOthers : ""].filter(Boolean).join(". "));
  };

  async function save() {
    clearTimeout(timer);
    const due = units.filter((unit) => unit.isDue);
    if (!due.length || leaving) return;
    if (busy) {
      plan(PAUSE);
      return;
    }
    busy = true;
    tell("saving", words.wordsSaving);
    let next = PAUSE;
    try {
      const response = await fetch(words.save, {
        method: "POST",
        body: filled(due),
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      });
      const isJson = (response.headers.get("Content-Type") || "").includes("json");
      if (response.ok && isJson && !response.redirected) show(await response.json());
      else {
        next = AGAIN;
        if (isJson) tell("lost", `${words.wordsProblem} ${(await response.json()).problem || response.status}`);
        else tell("lost", response.redirected || response.status === 403 ? words.wordsOut : `${words.wordsProblem} ${response.status}`);
      }
    } catch {
      next = AGAIN;
      tell("lost", words.wordsLost);
    } finally {
      busy = false;
    }
    if (units.some((unit) => unit.isDue)) plan(next);
  }

  // A tab that closes: the text is on its way, and in the browser until the next visit finds it saved.
  const flush = () => {
    const due = units.filter((unit) => unit.isDue);
    if (leaving || !due.length) return;
    const size = due.reduce((sum, unit) => sum + unit.box.value.length * 3 + 400, 0);
    if (size < BEACON) navigator.sendBeacon(words.save, filled(due));
  };

  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("online", save);
  window.addEventListener("pagehide", flush);
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && save());
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && units.some((unit) => unit.isDirty && !kept.put(unit))) event.preventDefault();
  });

  // --- keyboard ---------------------------------------------------------------------------------
  const nextOpen = (unit) => {
    const place = units.indexOf(unit);
    const order = [...units.slice(place + 1), ...units.slice(0, place)];
    return order.find((one) => !one.box.value.trim());
  };

  document.addEventListener("keydown", (event) => {
    const unit = units.find((one) => one.section.contains(document.activeElement));
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      save();
    } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && unit) {
      event.preventDefault();
      save();
      const next = nextOpen(unit);
      (next || unit).box.focus();
      (next || unit).section.scrollIntoView({ block: "nearest" });
    } else if (event.altKey && !event.ctrlKey && /^Digit[1-3]$/.test(event.code) && unit) {
      if (unit.take(Number(event.code.slice(5)) - 1)) event.preventDefault();
    }
  });

  if (units.map((unit) => unit.recall()).some(Boolean)) tell("kept", words.wordsKept);
})();
