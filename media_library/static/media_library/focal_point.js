/* Comfort for the focal point: click, draw or move it, and see at once what each crop shows.
   The numbers below are what is saved, so everything works without this file. */
(() => {
  "use strict";

  const field = (name) => document.querySelector(`[name="focal_point_${name}"]`);
  const setUp = (root) => {
    const names = ["x", "y", "width", "height"];
    const fields = Object.fromEntries(names.map((name) => [name, field(name)]));
    if (Object.values(fields).some((each) => !each || each.disabled || each.readOnly)) { return; }
    const [full, sheet, image, area, cross, clear] = [
      [Number(root.dataset.width), Number(root.dataset.height)],
      ...["sheet", "image", "area", "cross", "clear"].map((part) => root.querySelector(`[data-focal-${part}]`)),
    ];
    const crops = [...root.querySelectorAll("[data-focal-crop]")];
    const whole = image.src;
    let touched = "waits" in root.dataset;

    const number = (name) => (fields[name].value === "" ? null : Number(fields[name].value));
    const point = () => ({
      x: number("x") ?? full[0] / 2, y: number("y") ?? full[1] / 2,
      width: number("width") || 0, height: number("height") || 0,
    });
    /* The same rule as `framing._start`: the point keeps its place, its area is not cut off. */
    const start = (length, crop, centre, extent) => {
      let at = extent >= crop ? centre - crop / 2 : centre - (crop * centre) / length;
      if (extent < crop) { at = Math.max(Math.min(at, centre - extent / 2), centre + extent / 2 - crop); }
      return Math.min(Math.max(at, 0), length - crop);
    };
    const share = (length, crop, centre, extent) =>
      (length - crop < 1 ? 50 : (100 * start(length, crop, centre, extent)) / (length - crop));

    const draw = () => {
      const at = point();
      cross.style.left = `${(100 * at.x) / full[0]}%`;
      cross.style.top = `${(100 * at.y) / full[1]}%`;
      area.hidden = !(at.width && at.height);
      Object.assign(area.style, {
        left: `${(100 * (at.x - at.width / 2)) / full[0]}%`, top: `${(100 * (at.y - at.height / 2)) / full[1]}%`,
        width: `${(100 * at.width) / full[0]}%`, height: `${(100 * at.height) / full[1]}%`,
      });
      clear.hidden = number("x") === null;
      if (!touched) { return; }
      for (const crop of crops) {
        const shape = [Number(crop.getAttribute("width")), Number(crop.getAttribute("height"))];
        const scale = Math.min(full[0] / shape[0], full[1] / shape[1]);
        const cut = [shape[0] * scale, shape[1] * scale];
        const shown = Math.min(152 / shape[0], 152 / shape[1]);
        if (crop.src !== whole) { crop.src = whole; }
        Object.assign(crop.style, {
          width: `${shape[0] * shown}px`, height: `${shape[1] * shown}px`,
          objectPosition: `${share(full[0], cut[0], at.x, at.width)}% ${share(full[1], cut[1], at.y, at.height)}%`,
        });
      }
    };

    const set = (values) => {
      touched = true;
      for (const [name, value] of Object.entries(values)) {
        fields[name].value = value === null ? "" : Math.round(value);
        fields[name].dispatchEvent(new Event("input", { bubbles: true }));
        fields[name].dispatchEvent(new Event("change", { bubbles: true }));
      }
      draw();
    };
    const inside = (value, length) => Math.min(Math.max(value, 0), length);
    const place = (event) => {
      const box = image.getBoundingClientRect();
      return [inside(((event.clientX - box.left) * full[0]) / box.width, full[0]),
        inside(((event.clientY - box.top) * full[1]) / box.height, full[1])];
    };

    let from = null;
    sheet.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      from = place(event);
      sheet.setPointerCapture(event.pointerId);
      cross.focus({ preventScroll: true });
    });
    sheet.addEventListener("pointermove", (event) => {
      if (!from) { return; }
      const to = place(event);
      const [width, height] = [Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
      if (Math.max(width / full[0], height / full[1]) < 0.02) { return; }
      set({ x: (from[0] + to[0]) / 2, y: (from[1] + to[1]) / 2, width, height });
      from.drawn = true;
    });
    sheet.addEventListener("pointerup", () => {
      if (from && !from.drawn) { set({ x: from[0], y: from[1], width: null, height: null }); }
      from = null;
    });
    cross.addEventListener("keydown", (event) => {
      const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const move = moves[event.key];
      if (!move) { return; }
      event.preventDefault();
      const step = Math.max(...full) / (event.shiftKey ? 200 : 50);
      const at = point();
      set({ x: inside(at.x + move[0] * step, full[0]), y: inside(at.y + move[1] * step, full[1]) });
    });
    clear.addEventListener("click", () => set({ x: null, y: null, width: null, height: null }));
    for (const each of Object.values(fields)) {
      each.addEventListener("input", (event) => { if (event.isTrusted) { touched = true; draw(); } });
    }
    cross.hidden = false;
    root.querySelector("[data-focal-help]").hidden = false;
    draw();
  };
  document.addEventListener("DOMContentLoaded", () => {
    for (const root of document.querySelectorAll("[data-focal]")) { setUp(root); }
  });
})();
