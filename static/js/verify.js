// Drag and drop, and paste of files, on the verify page. Without this script the form works as it is.
(() => {
  const form = document.getElementById("verify-form");
  const drop = document.getElementById("drop");
  const file = form.querySelector("input[type=file]");
  for (const hint of form.querySelectorAll(".with-script")) hint.hidden = false;
  const take = (files) => {
    if (!files.length) return;
    const chosen = new DataTransfer();
    chosen.items.add(files[0]);
    file.files = chosen.files;
    form.requestSubmit();
  };
  for (const kind of ["dragenter", "dragover"]) {
    window.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
  }
  window.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  window.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files);
  });
  window.addEventListener("paste", (event) => { if (event.clipboardData.files.length) take(event.clipboardData.files); });
  file.addEventListener("change", () => form.requestSubmit());
})();
