// A quiz works without this script: it saves while one answers, counts the time down, and lets areas of a picture be pressed.
"use strict";

const form = document.querySelector("form[data-autosave]");
const saved = document.querySelector("[data-saved]");

async function save() {
  const sent = new FormData(form);
  sent.set("go", "auto");
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: sent, keepalive: true });
    const told = await answer.json();
    saved.textContent = answer.ok ? told.saved : told.detail;
  } catch {
    saved.textContent = ""; // the connection is gone; the button saves, and says so when it cannot
  }
}

if (form) {
  let waiting = 0;
  const soon = (pause) => { clearTimeout(waiting); waiting = setTimeout(save, pause); };
  form.addEventListener("input", () => soon(1200));
  form.addEventListener("change", () => soon(150));
  form.addEventListener("submit", () => clearTimeout(waiting));
  // Who answers before this script has arrived, on a slow connection, is not forgotten.
  const touched = (control) => control.type === "radio" || control.type === "checkbox"
    ? control.checked !== control.defaultChecked
    : "defaultValue" in control && control.type !== "hidden" && control.value !== control.defaultValue;
  if ([...form.elements].some(touched)) { soon(150); }
}

for (const area of document.querySelectorAll(".hot-spots g")) {
  const control = document.getElementById(area.dataset.for);
  const show = () => area.classList.toggle("chosen", control.checked);
  area.addEventListener("click", () => control.click());
  form?.addEventListener("change", show);
  show();
}

const clock = document.querySelector(".time-left");
if (clock) {
  const end = performance.now() + Number(clock.dataset.seconds) * 1000; // the server's time, not this device's
  const shown = clock.querySelector("[data-clock]");
  const announce = document.querySelector("[data-announce]");
  const told = new Set();
  const tick = () => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    for (const minutes of [10, 5, 1]) {
      if (left <= minutes * 60 && left > minutes * 60 - 20 && !told.has(minutes)) {
        told.add(minutes);
        announce.textContent = `${announce.dataset.minutes} ${minutes}`;
      }
    }
    if (left > 0) { setTimeout(tick, 1000); return; }
    if (form) { save(); }
    setTimeout(() => location.assign(clock.dataset.over), 32000); // what was under way has arrived by then
  };
  tick();
}
