// Sends a folder file by file, two at a time, and shows what became of each. Without this script the
// form still sends everything at once.
(() => {
  const root = document.querySelector("[data-upload]");
  if (!root) return;
  const form = root.querySelector("form");
  const list = root.querySelector("[data-list]");
  const bar = root.querySelector("[data-progress]");
  const status = root.querySelector("[data-status]");
  const drop = root.querySelector("[data-drop]");
  const counts = { accepted: 0, duplicate: 0, refused: 0 };
  const queue = [];
  let sent = 0;
  let total = 0;
  let active = 0;

  const line = (name) => {
    const item = document.createElement("li");
    item.className = "upload__item";
    const picture = document.createElement("span");
    const text = document.createElement("div");
    const title = document.createElement("div");
    title.className = "upload__name";
    title.textContent = name;
    const words = document.createElement("div");
    words.textContent = root.dataset.waiting;
    text.append(title, words);
    item.append(picture, text);
    list.append(item);
    return { item, picture, words };
  };

  const show = (row, outcome) => {
    row.item.dataset.outcome = outcome.outcome;
    row.words.textContent = outcome.words;
    counts[outcome.outcome] += 1;
    if (outcome.thumbnail) {
      const image = new Image();
      image.src = outcome.thumbnail;
      image.alt = "";
      image.loading = "lazy";
      row.picture.replaceWith(image);
    }
    if (outcome.url) {
      const link = document.createElement("a");
      link.className = "button button-small button-secondary";
      link.href = outcome.url;
      link.textContent = root.dataset.edit;
      row.item.append(link);
    }
  };

  const tell = () => {
    bar.hidden = false;
    bar.max = total;
    bar.value = sent;
    status.textContent = `${sent} / ${total} – ` + root.dataset.summary
      .replace("%a", counts.accepted).replace("%d", counts.duplicate).replace("%r", counts.refused);
  };

  const send = async ({ file, row }) => {
    row.words.textContent = root.dataset.working;
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    if (form.elements.province) data.append("province", form.elements.province.value);
    data.append("files", file, file.name);
    try {
      const answer = await fetch(window.location.href, {
        method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(answer.status);
      show(row, (await answer.json()).outcomes[0]);
    } catch {
      show(row, { outcome: "refused", words: root.dataset.failed });
    }
    sent += 1;
    tell();
  };

  const next = async () => {
    if (active >= 2 || queue.length === 0) return;
    active += 1;
    await send(queue.shift());
    active -= 1;
    next();
  };

  const add = (files) => {
    for (const file of files) {
      queue.push({ file, row: line(file.webkitRelativePath || file.name) });
      total += 1;
    }
    tell();
    next();
    next();
  };

  const entries = async (entry) => {
    if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const batch = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (batch.length === 0) return found;
      for (const child of batch) found.push(...await entries(child));
    }
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => { add(input.files); input.value = ""; });
  }
  form.querySelector("[data-submit]").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("upload__drop--over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, () => drop.classList.remove("upload__drop--over"));
  }
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    const items = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    for (const item of items) add(await entries(item));
  });
  window.addEventListener("beforeunload", (event) => {
    if (queue.length || active) event.preventDefault();
  });
})();
