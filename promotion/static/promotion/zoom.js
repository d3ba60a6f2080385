/* Deep zoom over IIIF Image API 3 tiles. Loaded when somebody asks for it; without it the link shows the picture. */

const ICONS = {
  in: "M12 5v14M5 12h14",
  out: "M5 12h14",
  whole: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  close: "M5 5l14 14M19 5L5 19",
};
const STEP = 1.5;

export const element = (name, className, attributes = {}) => {
  const made = document.createElement(name);
  made.className = className;
  for (const [key, value] of Object.entries(attributes)) { made.setAttribute(key, value); }
  return made;
};

const button = (icon, label) => {
  const made = element("button", "", { type: "button", "aria-label": label, title: label });
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[icon]);
  svg.append(path);
  made.append(svg);
  return made;
};

class Viewer {
  /* `scale` is screen pixels per picture pixel, (x, y) the picture's point in the middle of the screen. */
  constructor(base, info, view) {
    this.base = base;
    this.view = view;
    this.size = [info.width, info.height];
    this.tile = info.tiles[0].width;
    this.factors = info.tiles[0].scaleFactors;
    this.tiles = new Map();
    this.failed = new Map();
    this.pointers = new Map();
    this.sheet = element("div", "zoom__sheet");
    view.append(this.sheet);
    this.underlay(info.sizes);
    this.listen();
    this.whole();
  }

  place(image, left, top, width, height) {
    Object.assign(image.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
    this.sheet.append(image);
  }

  underlay(sizes) {
    const size = sizes.find((each) => each.width >= 600) || sizes[sizes.length - 1];
    const image = element("img", "", { alt: "", src: `${this.base}/full/${size.width},${size.height}/0/default.jpg` });
    this.place(image, 0, 0, ...this.size);
  }

  get fit() { return Math.min(this.view.clientWidth / this.size[0], this.view.clientHeight / this.size[1]); }
  get most() { return Math.max(2 / (window.devicePixelRatio || 1), this.fit); }

  whole() {
    [this.x, this.y] = [this.size[0] / 2, this.size[1] / 2];
    this.scale = this.fit;
    this.draw();
  }

  zoom(by, screenX = this.view.clientWidth / 2, screenY = this.view.clientHeight / 2) {
    const next = Math.min(this.most, Math.max(this.fit, this.scale * by));
    const [dx, dy] = [screenX - this.view.clientWidth / 2, screenY - this.view.clientHeight / 2];
    this.x += dx / this.scale - dx / next;
    this.y += dy / this.scale - dy / next;
    this.scale = next;
    this.draw();
  }

  move(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
    this.draw();
  }

  /* Keeps the picture on the screen, in the middle where it is smaller. */
  clamp() {
    const within = (at, half, length) => (2 * half >= length ? length / 2 : Math.min(length - half, Math.max(half, at)));
    this.x = within(this.x, this.view.clientWidth / 2 / this.scale, this.size[0]);
    this.y = within(this.y, this.view.clientHeight / 2 / this.scale, this.size[1]);
  }

  draw() {
    if (this.waiting) { return; }
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      this.scale = Math.min(this.most, Math.max(this.fit, this.scale));
      this.clamp();
      const left = this.view.clientWidth / 2 - this.x * this.scale;
      const top = this.view.clientHeight / 2 - this.y * this.scale;
      this.sheet.style.transform = `translate(${left}px, ${top}px) scale(${this.scale})`;
      this.fill();
    });
  }

  /* The tiles that are seen, at the coarsest scale that is still sharp; finer ones are let go. */
  fill() {
    const sharp = 1 / (this.scale * (window.devicePixelRatio || 1));
    const factor = this.factors.filter((each) => each <= sharp * 1.2).pop() || 1;
    for (const [key, image] of this.tiles) {
      if (Number(key.split("/")[0]) < factor) { image.remove(); this.tiles.delete(key); }
    }
    const side = this.tile * factor;
    const half = [this.view.clientWidth / 2 / this.scale, this.view.clientHeight / 2 / this.scale];
    const first = (at, reach) => Math.max(0, Math.floor((at - reach) / side));
    const last = (at, reach, length) => Math.min(Math.ceil(length / side), Math.ceil((at + reach) / side));
    for (let row = first(this.y, half[1]); row < last(this.y, half[1], this.size[1]); row += 1) {
      for (let column = first(this.x, half[0]); column < last(this.x, half[0], this.size[0]); column += 1) {
        this.show(factor, column, row, side);
      }
    }
  }

  show(factor, column, row, side) {
    const key = `${factor}/${column}/${row}`;
    if (this.tiles.has(key)) { return; }
    const [left, top] = [column * side, row * side];
    const [width, height] = [Math.min(side, this.size[0] - left), Math.min(side, this.size[1] - top)];
    const given = `${Math.ceil(width / factor)},${Math.ceil(height / factor)}`;
    const image = element("img", "", { alt: "", src: `${this.base}/${left},${top},${width},${height}/${given}/0/default.jpg` });
    image.addEventListener("error", () => { image.remove(); this.again(key, image); });
    this.tiles.set(key, image);
    this.place(image, left, top, width, height);
  }

  /* A tile that didn't come (a bad line, a busy server) is asked for again a little later, and then given up. */
  again(key, image) {
    const tries = (this.failed.get(key) || 0) + 1;
    this.failed.set(key, tries);
    if (tries > 3) { return; }
    setTimeout(() => {
      if (this.tiles.get(key) === image) { this.tiles.delete(key); this.draw(); }
    }, 2000 * tries);
  }

  listen() {
    const { view } = this;
    view.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = view.getBoundingClientRect();
      this.zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
    }, { passive: false });
    view.addEventListener("dblclick", (event) => this.zoom(2, event.clientX, event.clientY));
    view.addEventListener("pointerdown", (event) => {
      this.pointers.set(event.pointerId, event);
      view.setPointerCapture(event.pointerId);
    });
    view.addEventListener("pointermove", (event) => this.dragged(event));
    for (const name of ["pointerup", "pointercancel"]) {
      view.addEventListener(name, (event) => this.pointers.delete(event.pointerId));
    }
    view.addEventListener("keydown", (event) => this.pressed(event));
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(view);
  }

  dragged(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) { return; }
    const others = [...this.pointers.values()].filter((each) => each.pointerId !== event.pointerId);
    if (others.length) {
      const [other] = others;
      const distance = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
      this.zoom(distance(event) / distance(before), (event.clientX + other.clientX) / 2, (event.clientY + other.clientY) / 2);
    } else {
      this.move(event.clientX - before.clientX, event.clientY - before.clientY);
    }
    this.pointers.set(event.pointerId, event);
  }

  pressed(event) {
    const far = 120;
    const acts = {
      "+": () => this.zoom(STEP), "=": () => this.zoom(STEP), "-": () => this.zoom(1 / STEP),
      0: () => this.whole(), Home: () => this.whole(),
      ArrowLeft: () => this.move(far, 0), ArrowRight: () => this.move(-far, 0),
      ArrowUp: () => this.move(0, far), ArrowDown: () => this.move(0, -far),
    };
    if (acts[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      acts[event.key]();
    }
  }
}

const styled = (href) => new Promise((resolve) => {
  if (document.querySelector(`link[href="${href}"]`)) { resolve(); return; }
  const link = element("link", "", { rel: "stylesheet", href });
  link.addEventListener("load", resolve, { once: true });
  link.addEventListener("error", resolve, { once: true });
  document.head.append(link);
});

export const open = async (link) => {
  const words = link.dataset;
  const [answer] = await Promise.all([fetch(`${words.zoom}/info.json`, { headers: { Accept: "application/json" } }), styled(words.zoomStyle)]);
  if (!answer.ok) { throw new Error(`info.json: ${answer.status}`); }
  const info = await answer.json();
  const dialog = element("dialog", "zoom", { "aria-label": words.label });
  const view = element("div", "zoom__view", { tabindex: "0", role: "application", "aria-label": words.label, "aria-describedby": "zoom-help" });
  const bar = element("div", "zoom__bar");
  const help = element("p", "zoom__help", { id: "zoom-help" });
  help.textContent = words.help;
  const buttons = { in: button("in", words.in), out: button("out", words.out), whole: button("whole", words.whole), close: button("close", words.close) };
  bar.append(...Object.values(buttons));
  dialog.append(view, help, bar);
  document.body.append(dialog);
  dialog.showModal();
  const viewer = new Viewer(words.zoom, info, view);
  buttons.in.addEventListener("click", () => viewer.zoom(STEP));
  buttons.out.addEventListener("click", () => viewer.zoom(1 / STEP));
  buttons.whole.addEventListener("click", () => viewer.whole());
  buttons.close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => { viewer.resized.disconnect(); dialog.remove(); link.focus(); });
  view.focus();
};
