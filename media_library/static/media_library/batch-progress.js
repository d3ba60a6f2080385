/* While a worker changes many photos, the numbers follow it; when it is done, the page shows what may be done next. */
"use strict";

(() => {
  const EVERY = 2000;
  const numbers = document.querySelector("[data-batch-running]");
  const look = async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-batch-running]");
      if (answer.ok && !now) {
        location.reload();
        return;
      }
      if (now) {
        numbers.replaceChildren(...now.childNodes);
      }
    } catch {
      /* The line is lost: the next look may find it again. */
    }
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
