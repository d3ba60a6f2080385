// An address that ends in #language-fr leads to that language's heading, in whichever tab of the form it stands.
(() => {
  const TRIES = 40;
  const EVERY = 150;

  // The tabs come to life after the page has loaded: asked again until the panel is really seen.
  // Choosing a tab changes the address, so what was wanted is kept.
  const reveal = (wanted, left) => {
    const panel = wanted.startsWith("language-") && document.querySelector(`[data-language-heading="${CSS.escape(wanted)}"]`);
    if (!panel) return;
    const tab = panel.closest('[role="tabpanel"]');
    if (tab && tab.hidden) document.querySelector(`[role="tab"][href="#${tab.id}"]`)?.click();
    if (tab && tab.hidden) {
      if (left > 0) setTimeout(() => reveal(wanted, left - 1), EVERY);
      return;
    }
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle && toggle.getAttribute("aria-expanded") === "false") toggle.click();
    panel.scrollIntoView({ block: "start" });
    panel.querySelector("input:not([type=hidden]), textarea")?.focus({ preventScroll: true });
  };

  const start = () => reveal(window.location.hash.slice(1), TRIES);
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start);
  window.addEventListener("hashchange", start);
})();
