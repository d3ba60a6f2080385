"""Text that doesn't fit its place, measured in the page: what spills, what is cut off, what is too wide."""

from __future__ import annotations

from playwright.sync_api import Page

NARROW = {"width": 320, "height": 740}

_MEASURE = """async () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  await document.fonts.ready;
  const found = [], seen = new Set(), slack = 1.5;
  const say = (what, node) => {
    const place = node.closest("[class]")?.getAttribute("class") ?? node.tagName;
    const words = (node.textContent || node.placeholder || "").trim().replace(/\\s+/g, " ").slice(0, 50);
    const line = `${what}: ${words} (${place})`;
    if (!seen.has(line)) { seen.add(line); found.push(line); }
  };
  /* Also what only screen readers are given (clipped to nothing), and the field that only programs fill in. */
  const unseen = (node) => {
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return true;
    if (node.closest(".skip, [aria-hidden=true], script, style, noscript, template, svg")) return true;
    for (let one = node; one; one = one.parentElement) if (getComputedStyle(one).clipPath !== "none") return true;
    return false;
  };
  const scrolls = (node) => ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
  /* The box that the words belong to: the nearest that isn't laid out within a line. */
  const boxOf = (node) => {
    const within = (one) => ["inline", "contents"].includes(getComputedStyle(one).display);
    while (node !== document.body && within(node)) node = node.parentElement;
    return node;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.data.trim() || unseen(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
    const box = boxOf(parent), area = box.getBoundingClientRect();
    let scroller = parent;
    while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
    for (const rect of rects) {
      const spilled = rect.left < area.left - slack || rect.right > area.right + slack;
      if (spilled && scroller !== box) say("spills out of its box", parent);
      if (!scroller && (rect.right > innerWidth + slack || rect.left < -slack)) say("off the screen", parent);
    }
    /* Cut off by what hides its overflow; text that is clamped to a number of lines is meant to be. */
    for (let clip = parent; clip && clip !== document.body; clip = clip.parentElement) {
      const style = getComputedStyle(clip);
      if (style.webkitLineClamp !== "none") break;
      if (!["hidden", "clip"].includes(style.overflowX) && !["hidden", "clip"].includes(style.overflowY)) continue;
      const edge = clip.getBoundingClientRect();
      for (const rect of rects) {
        const cut = rect.right > edge.right + slack || rect.left < edge.left - slack
          || rect.bottom > edge.bottom + 4 || rect.top < edge.top - 4;
        if (cut) say("is cut off", parent);
      }
    }
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const input of document.querySelectorAll("input[placeholder]")) {
    if (unseen(input)) continue;
    const style = getComputedStyle(input);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room = input.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
    if (pen.measureText(input.placeholder).width > room) say("hint longer than its field", input);
  }
  for (const select of document.querySelectorAll("select")) {
    if (unseen(select)) continue;
    const style = getComputedStyle(select);
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const shown = select.options[select.selectedIndex]?.label ?? "";
    const room = select.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
    if (pen.measureText(shown).width > room + slack) found.push(`choice longer than its field: ${shown}`);
  }
  for (const one of document.querySelectorAll("button, .button, summary, .chips a, nav a, .state, .tongue")) {
    if (unseen(one) || scrolls(one)) continue;
    const within = getComputedStyle(one).display === "inline";
    if (!within && one.scrollWidth - one.clientWidth > slack) say("wider than its button", one);
  }
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`the page is ${wide} px too wide`);
  return found;
}"""


def spills(page: Page) -> list[str]:
    """What doesn't fit on the page as it is open now, in words."""
    return [str(line) for line in page.evaluate(_MEASURE)]
