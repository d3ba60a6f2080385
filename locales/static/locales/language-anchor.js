// An address that ends in #language-fr leads to that language's heading, in whichever tab of the form it stands.
(() => {
  const reveal = () => {
    const wanted = window.location.hash.slice(1);
    if (!wanted.startsWith("language-")) return;
    const panel = document.getElementById(wanted);
    if (!panel) return;
    const tab = panel.closest('[role="tabpanel"]');
    if (tab) document.querySelector(`[role="tab"][aria-controls="${tab.id}"], [role="tab"][href="#${tab.id}"]`)?.click();
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle && toggle.getAttribute("aria-expanded") === "false") toggle.click();
    panel.scrollIntoView({ block: "start" });
    panel.querySelector("input:not([type=hidden]), textarea")?.focus({ preventScroll: true });
  };
  window.addEventListener("load", () => setTimeout(reveal, 150));
  window.addEventListener("hashchange", reveal);
})();
