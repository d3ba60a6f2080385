/* Comfort only: everything works without this file. */
(() => {
  "use strict";

  /* One region says what was copied: a button's own change of text isn't read out everywhere. */
  let teller = null;
  const tell = (words) => {
    if (!teller) {
      teller = document.createElement("p");
      teller.className = "visually-hidden";
      teller.setAttribute("role", "status");
      document.body.append(teller);
    }
    teller.textContent = "";
    setTimeout(() => { teller.textContent = words; }, 50);
  };

  const copy = async (button) => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    button.textContent = button.dataset.done || "✓";
    if (button.dataset.told) { tell(button.dataset.told); }
    setTimeout(() => { button.textContent = label; }, 2000);
  };

  if (navigator.clipboard) {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      if (!button.dataset.told) { button.setAttribute("aria-live", "polite"); }
      button.addEventListener("click", () => { copy(button).catch(() => { button.hidden = true; }); });
    }
  }

  if (navigator.share) {
    for (const button of document.querySelectorAll("[data-share]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        navigator.share({ title: document.title, url: location.href }).catch(() => {});
      });
    }
  }

  /* Looking closer: the viewer is fetched when it is wanted; where it fails the link does what links do. */
  for (const link of document.querySelectorAll("a[data-zoom]")) {
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
      event.preventDefault();
      import(link.dataset.zoomScript).then((viewer) => viewer.open(link)).catch(() => { location.href = link.href; });
    });
  }

  /* Suggestions while typing: their script is fetched when somebody goes to a search box. */
  for (const input of document.querySelectorAll("input[data-suggest]")) {
    const begin = () => { import(input.dataset.suggestScript).then((box) => box.attach(input)).catch(() => {}); };
    if (input === document.activeElement) { begin(); } else { input.addEventListener("focus", begin, { once: true }); }
  }

  /* Menus are <details>: close the others, and on Escape or a click elsewhere. */
  const menus = [...document.querySelectorAll("details[data-menu]")];
  const close = (except) => { for (const menu of menus) { if (menu !== except) { menu.open = false; } } };
  for (const menu of menus) {
    menu.addEventListener("toggle", () => { if (menu.open) { close(menu); } });
  }
  document.addEventListener("click", (event) => {
    close(menus.find((menu) => menu.contains(event.target)));
  });
  document.addEventListener("keydown", (event) => {
    const open = menus.find((menu) => menu.open);
    if (event.key === "Escape" && open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
})();
