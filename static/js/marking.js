// Marking works without this script, as a form. With it: number keys choose levels, j and k go from criterion to criterion,
// c and b to the comment and the kept comments, Ctrl+Enter finishes. Keys count only while the rubric has the focus.
"use strict";

const form = document.querySelector("form[data-marking]");
const criteria = form ? [...form.querySelectorAll("[data-criterion]")] : [];

function enter(criterion) {
  const target = criterion.querySelector("input[type=radio]:checked") ?? criterion.querySelector("input[type=radio], textarea");
  target?.focus();
  criterion.scrollIntoView({ block: "nearest" });
}

function choose(criterion, key) {
  const level = criterion.querySelector(`input[data-key="${key}"]`);
  if (!level) { return; }
  level.checked = true;
  level.dispatchEvent(new Event("change", { bubbles: true }));
  const next = criteria[criteria.indexOf(criterion) + 1];
  if (next) { enter(next); } else { level.focus(); }
}

form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=finish]"));
    return;
  }
  const here = event.target.closest("[data-criterion]");
  const writing = event.target.matches("textarea, select");
  if (event.key === "Escape" && here && writing) {
    event.preventDefault();
    enter(here);
    return;
  }
  if (!here || writing || event.ctrlKey || event.metaKey || event.altKey) { return; }
  const place = criteria.indexOf(here);
  const acts = {
    j: () => enter(criteria[Math.min(place + 1, criteria.length - 1)]),
    k: () => enter(criteria[Math.max(place - 1, 0)]),
    c: () => here.querySelector("textarea").focus(),
    b: () => here.querySelector("select")?.focus(),
  };
  if (/^[1-9]$/.test(event.key)) {
    event.preventDefault();
    choose(here, event.key);
  } else if (acts[event.key]) {
    event.preventDefault();
    acts[event.key]();
  }
});

for (const bank of form?.querySelectorAll("select[data-into]") ?? []) {
  bank.addEventListener("change", () => {
    if (!bank.value) { return; }
    const comment = document.getElementById(bank.dataset.into);
    const text = bank.selectedOptions[0].text;
    if (!comment.value.includes(text)) { comment.value = `${comment.value.trimEnd()} ${text}`.trim(); }
    bank.value = "";
    comment.focus();
    comment.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// Who comes back with the browser's arrow, or begins to type at once, starts in the first criterion that is still open.
if (criteria.length > 0 && document.activeElement === document.body) {
  enter(criteria.find((criterion) => criterion.querySelector("input[type=radio]") && !criterion.querySelector(":checked")) ?? criteria[0]);
}
