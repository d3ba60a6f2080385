// Sends files resumably (tus 1.0.0), three at a time. All are announced to the server first, so that a tab
// that is closed leaves a list of what is still to be sent. Without this script the form sends everything.
(() => {
  const root = document.querySelector("[data-upload]");
  if (!root || !window.tus || !window.tus.isSupported) return;
  const AT_ONCE = 3;
  const CHUNK = 8 * 1024 * 1024;
  const ANNOUNCED = 200;
  const AGAIN = [0, 1000, 3000, 6000, 12000, 20000];
  const LOOK_AGAIN = 20000;
  const TOGETHER = 1000; // more photos one change doesn't take
  const words = root.dataset;
  const find = (name) => root.querySelector(`[data-${name}]`);
  const form = find("form");
  const [overall, bar, status, bytes, notice, pauseButton, batchLink, togetherLink, drop] =
    ["overall", "progress", "status", "bytes", "notice", "pause", "batch", "together", "drop"].map(find);
  const rows = window.uploadRows(root, find("list"));
  const jobs = [];
  const batches = new Map();
  let paused = false;
  let announcing = Promise.resolve();

  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
    || form.elements.csrfmiddlewaretoken.value;
  const ours = () => ({ "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" });
  const province = () => form.elements.province?.value || "";
  const size = (count) => {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
    const step = Math.min(3, Math.floor(Math.log10(Math.max(count, 1)) / 3));
    return new Intl.NumberFormat(document.documentElement.lang || "vi", {
      style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0,
    }).format(count / 1000 ** step);
  };
  const wait = (time) => new Promise((done) => { setTimeout(done, time); });

  // --- what is shown -------------------------------------------------------------------------------
  let told = "";
  const tell = () => {
    const done = jobs.filter((job) => job.state === "done").length;
    const total = jobs.reduce((sum, job) => sum + job.file.size, 0);
    const sent = jobs.reduce((sum, job) => sum + (job.state === "done" ? job.file.size : job.sent), 0);
    overall.hidden = false;
    bar.max = total || 1;
    bar.value = sent;
    bytes.textContent = `${size(sent)} / ${size(total)}`;
    const text = `${done} / ${jobs.length} – ${rows.summary()}`;
    if (text !== told) status.textContent = text;
    told = text;
    const open = jobs.some((job) => job.state !== "done");
    pauseButton.hidden = !open;
    pauseButton.textContent = paused ? words.continue : words.pause;
    batchLink.hidden = open || jobs.length === 0;
    const accepted = find("list").querySelectorAll("[data-outcome=accepted]").length;
    togetherLink.hidden = batchLink.hidden || batches.size !== 1 || accepted === 0 || accepted > TOGETHER;
    if (!togetherLink.hidden) togetherLink.search = new URLSearchParams({ upload: [...batches.values()][0] });
  };
  const warn = (text) => {
    notice.textContent = text;
    notice.hidden = !text;
  };

  // --- one file --------------------------------------------------------------------------------------
  const finish = (job, outcomes) => {
    job.state = "done";
    rows.finishAll(job.row, outcomes);
    tell();
    next();
  };
  const failed = (job, text) => finish(job, [{ outcome: "refused", name: job.path, words: text }]);

  // All bytes are at the server: ask until it says what became of them.
  const settle = async (job) => {
    job.state = "taking";
    job.sent = job.file.size;
    rows.say(job.row, "taking", words.taking);
    next();
    for (let pause = 300; ; pause = Math.min(pause * 1.5, 5000)) {
      try {
        const answer = await fetch(job.url, { headers: ours(), credentials: "same-origin" });
        if (answer.status === 404 || answer.status === 410) return failed(job, words.failed.replace("%s", answer.status));
        if (answer.status === 403) warn(words.signedOut);
        if (answer.ok) {
          const found = await answer.json();
          if (found.state === "finished") return finish(job, found.outcomes);
          if (found.state === "sending") return send(job);
          if (found.entries > 1) {
            rows.say(job.row, "taking", words.entries.replace("%d", found.entries_done).replace("%t", found.entries));
          }
          job.row.bar.max = found.entries;
          job.row.bar.value = found.entries_done;
        }
      } catch { /* no connection: asked again */ }
      await wait(pause);
    }
  };

  const lost = (job, error) => {
    const answer = error.originalResponse;
    const code = answer ? answer.getStatus() : 0;
    if (code === 403) {
      job.state = "paused";
      rows.say(job.row, "paused", words.paused);
      warn(words.signedOut);
      paused = true;
    } else if (code >= 400 && code < 500 && code !== 409 && code !== 423 && code !== 429) {
      failed(job, answer.getBody() || words.failed.replace("%s", code));
      return;
    } else if (/NotReadable|NotFound/.test(`${error.causingError?.name} ${error.message}`)) {
      failed(job, words.unreadable);
      return;
    } else {
      job.state = "lost";
      rows.say(job.row, "lost", words.lost);
    }
    tell();
    next();
  };

  const send = (job) => {
    job.state = "sending";
    rows.say(job.row, "sending", words.working);
    job.upload = new window.tus.Upload(job.file, {
      endpoint: words.endpoint,
      uploadUrl: job.url,
      chunkSize: CHUNK,
      retryDelays: AGAIN,
      storeFingerprintForResuming: false,
      metadata: { filename: job.path, batch: job.batch, fingerprint: job.mark },
      onBeforeRequest: (request) => {
        for (const [name, value] of Object.entries(ours())) request.setHeader(name, value);
      },
      onShouldRetry: (error) => {
        const code = error.originalResponse ? error.originalResponse.getStatus() : 0;
        return code === 0 ? navigator.onLine : code >= 500 || code === 409 || code === 423 || code === 429;
      },
      onProgress: (sent) => {
        job.sent = sent;
        job.row.bar.max = job.file.size || 1;
        job.row.bar.value = sent;
        tell();
      },
      onError: (error) => lost(job, error),
      onSuccess: () => {
        job.url = job.upload.url;
        settle(job);
      },
    });
    job.upload.start();
  };

  const next = () => {
    if (paused) return;
    const active = jobs.filter((job) => job.state === "sending").length;
    jobs.filter((job) => job.state === "waiting").slice(0, Math.max(0, AT_ONCE - active)).forEach(send);
    tell();
  };

  const again = () => {
    for (const job of jobs) if (job.state === "lost" || job.state === "paused") job.state = "waiting";
    next();
  };

  // --- many files -------------------------------------------------------------------------------------
  // Tells the server what will come; learns each file's address, and which are there already.
  const announce = async (part) => {
    const chosen = province();
    const body = new FormData();
    body.append("province", chosen);
    if (batches.has(chosen)) body.append("batch", batches.get(chosen));
    body.append("files", JSON.stringify(part.map((job) => [job.path, job.file.size, job.mark])));
    for (let pause = 1000; ; pause = Math.min(pause * 2, LOOK_AGAIN)) {
      try {
        const answer = await fetch(words.begin, { method: "POST", body, headers: ours(), credentials: "same-origin" });
        if (answer.ok) {
          const found = await answer.json();
          batches.set(chosen, found.batch);
          batchLink.href = found.url;
          part.forEach((job, place) => announced(job, found.files[place], found.batch));
          return;
        }
        if (answer.status === 403) {
          warn(words.signedOut);
        } else if (answer.status < 500) {
          const text = (await answer.json().catch(() => ({}))).words || words.failed.replace("%s", answer.status);
          part.forEach((job) => failed(job, text));
          return;
        }
      } catch { /* no connection: tried again */ }
      part.forEach((job) => rows.say(job.row, "lost", words.lost));
      await wait(pause);
    }
  };

  const announced = (job, answer, batch) => {
    warn("");
    if (answer.outcomes) {
      finish(job, answer.outcomes);
      return;
    }
    job.url = answer.url;
    job.batch = batch;
    job.sent = answer.offset;
    root.querySelector(`[data-begun="${answer.url}"]`)?.remove();
    const unfinished = find("unfinished");
    if (unfinished && !unfinished.querySelector("[data-begun]")) unfinished.hidden = true;
    if (answer.here) {
      settle(job);
    } else {
      job.state = "waiting";
      rows.say(job.row, "waiting", words.waiting);
      next();
    }
  };

  const add = (files) => {
    const fresh = files.map(({ file, path }) => (
      { file, path, row: rows.add(path), state: "new", sent: 0, mark: `${file.name}|${file.size}|${file.lastModified}` }
    ));
    jobs.push(...fresh);
    tell();
    for (let start = 0; start < fresh.length; start += ANNOUNCED) {
      const part = fresh.slice(start, start + ANNOUNCED);
      announcing = announcing.then(() => announce(part));
    }
  };

  // Files of a dropped entry, folders walked through; what can't be read is left out.
  const walk = async (entry, folder = "") => {
    if (entry.isFile) {
      const file = await new Promise((done, no) => { entry.file(done, no); }).catch(() => null);
      return file ? [{ file, path: folder + file.name }] : [];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const part = await new Promise((done, no) => { reader.readEntries(done, no); }).catch(() => []);
      if (part.length === 0) return found;
      for (const child of part) found.push(...await walk(child, `${folder}${entry.name}/`));
    }
  };

  // --- what people do ------------------------------------------------------------------------------------
  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      add([...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      input.value = "";
    });
  }
  form.querySelector("[data-submit]").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("upload__drop--over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove("upload__drop--over"); });
  }
  drop.addEventListener("drop", async (event) => {
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const found = [];
    for (const entry of entries) found.push(...await walk(entry));
    add(found);
  });
  pauseButton.addEventListener("click", async () => {
    paused = !paused;
    if (paused) {
      for (const job of jobs.filter((each) => each.state === "sending")) {
        job.state = "paused";
        rows.say(job.row, "paused", words.paused);
        await job.upload.abort();
      }
      tell();
    } else {
      warn("");
      again();
    }
  });
  window.addEventListener("online", again);
  setInterval(() => { if (!paused && navigator.onLine && jobs.some((job) => job.state === "lost")) again(); }, LOOK_AGAIN);
})();
