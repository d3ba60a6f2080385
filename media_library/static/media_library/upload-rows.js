// The list under the upload form: one line per file, and what became of it. Used by upload.js.
window.uploadRows = (root, list) => {
  const words = root.dataset;
  const counts = { accepted: 0, duplicate: 0, refused: 0 };
  const element = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  };

  // A line that waits: name, words and, while bytes are sent, a bar.
  const add = (name) => {
    const item = element("li", "upload__item");
    const picture = element("span");
    const text = element("div");
    const said = element("div", "", words.waiting);
    const bar = element("progress");
    bar.max = 1;
    bar.value = 0;
    bar.hidden = true;
    bar.setAttribute("aria-label", name);
    text.append(element("div", "upload__name", name), said, bar);
    item.append(picture, text);
    list.append(item);
    return { item, picture, said, bar, name };
  };

  const say = (row, state, text) => {
    row.item.dataset.state = state;
    row.said.textContent = text;
    row.bar.hidden = state !== "sending" && state !== "taking";
  };

  const finish = (row, outcome) => {
    row.item.dataset.outcome = outcome.outcome;
    say(row, "done", outcome.words);
    counts[outcome.outcome] += 1;
    if (outcome.thumbnail) {
      const image = new Image();
      image.src = outcome.thumbnail;
      image.alt = "";
      image.loading = "lazy";
      row.picture.replaceWith(image);
    }
    if (outcome.resembles) {
      const alike = element("a", "", outcome.resembles.words);
      alike.href = outcome.resembles.url;
      row.said.append(element("br"), alike);
    }
    if (outcome.url) {
      const link = element("a", "button button-small button-secondary", words.edit);
      link.href = outcome.url;
      link.append(element("span", "w-sr-only", ` ${outcome.name}`));
      row.item.append(link);
    }
  };

  // A ZIP has many outcomes: its line becomes theirs.
  const finishAll = (row, outcomes) => {
    const single = outcomes.length === 1;
    for (const outcome of outcomes) {
      const own = single ? row : add(outcome.name);
      if (!single) row.item.before(own.item);
      finish(own, outcome);
    }
    if (!single) row.item.remove();
  };

  const summary = () => words.summary.replace("%a", counts.accepted).replace("%d", counts.duplicate)
    .replace("%r", counts.refused);

  return { add, say, finishAll, summary };
};
