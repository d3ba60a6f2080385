/* Whoever types into a field means to replace it: the choice beside it says so, and can still be changed. */
"use strict";

document.querySelectorAll("[data-batch-field]").forEach((field) => {
  const act = field.querySelector("select[name$='-do']");
  const typed = (event) => {
    if (event.target === act) {
      return;
    }
    const anything = event.target.type === "checkbox" ? event.target.checked : event.target.value.trim() !== "";
    if (anything && act.value === "keep") {
      act.value = "replace";
    }
  };
  field.addEventListener("input", typed);
  field.addEventListener("change", typed);
});
