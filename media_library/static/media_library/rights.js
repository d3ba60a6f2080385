// Comfort for the form of a licence: its plain words follow what is chosen, and countries can be looked for by name.
{
  const begin = () => {
    const panel = document.querySelector("[data-licence-words]");
    const form = panel?.closest("form");
    if (form) {
      const lists = panel.querySelector(".licence-words__lists");
      let waiting;
      let asked = 0;
      const follow = async () => {
        const mine = ++asked;
        const answer = await fetch(panel.dataset.licenceWords, { method: "POST", body: new FormData(form) }).catch(() => null);
        if (answer?.ok && mine === asked) lists.innerHTML = await answer.text();
      };
      form.addEventListener("change", () => {
        clearTimeout(waiting);
        waiting = setTimeout(follow, 250);
      });
    }

    const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();
    const list = document.querySelector("div.country-choice");
    if (list) {
      const find = document.createElement("input");
      find.type = "search";
      find.className = "country-find";
      find.placeholder = panel?.dataset.find ?? "";
      find.setAttribute("aria-label", find.placeholder);
      const rows = [...list.querySelectorAll("input[type=checkbox]")].map((box) => {
        let row = box.closest("label");
        while (row.parentElement !== list) row = row.parentElement;
        return [box, row, plain(row.textContent)];
      });
      rows.filter(([box]) => box.checked).reverse().forEach(([, row]) => list.prepend(row));
      find.addEventListener("input", () => {
        const wanted = plain(find.value.trim());
        rows.forEach(([box, row, name]) => { row.hidden = !box.checked && !name.includes(wanted); });
      });
      find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
      list.before(find);
    }
  };
  // The admin puts a form's scripts before the form.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
}
