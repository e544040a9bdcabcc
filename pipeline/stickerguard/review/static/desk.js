// Shows the picture while a key or a button is held, decides by single keys, counts the seconds that the card is seen.
"use strict";

const stage = document.getElementById("stage");
const clear = document.getElementById("clear");
const form = document.getElementById("decide");
const single = document.getElementById("content").hasAttribute("data-keys");

function show(how) {
  if (!clear || clear.hasAttribute("href")) return;
  stage.classList.toggle("grey", how === "grey");
  clear.setAttribute("href", clear.dataset.href);
}

function hide() {
  if (clear) clear.removeAttribute("href");
}

for (const button of document.querySelectorAll("[data-hold]")) {
  button.addEventListener("pointerdown", () => show(button.dataset.hold));
  button.addEventListener("keydown", (event) => {
    if (event.key === " " || event.key === "Enter") show(button.dataset.hold);
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}
for (const event of ["pointerup", "pointercancel", "blur", "pagehide"]) window.addEventListener(event, hide);
document.addEventListener("keyup", hide);

function writing(element) {
  return element.closest("textarea, input:not([type=radio]):not([type=checkbox])") !== null;
}

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") return void document.activeElement.blur();
  if (writing(target)) return;
  const loose = target === document.body || target.id === "content";
  if (event.key === " " && loose) {
    event.preventDefault();
    return show("colour");
  }
  if (!single || event.repeat) return;
  if (event.key.toLowerCase() === "g") return show("grey");
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.tagName === "TEXTAREA") return wanted.focus();
  const fold = wanted.closest("details");
  if (fold) fold.open = true;
  wanted.click();
});

if (form) {
  // Another frame is another page: what was counted and written goes along.
  const note = document.getElementById("note");
  const kept = JSON.parse(sessionStorage.getItem(form.action) || "{}");
  note.value = note.value || kept.note || "";
  let seen = kept.seen || 0;
  let since = document.hidden ? null : performance.now();
  let sent = false;
  const count = () => {
    if (since !== null) seen += performance.now() - since;
    since = document.hidden ? null : performance.now();
  };
  document.addEventListener("visibilitychange", () => {
    count();
    if (document.hidden) hide();
  });
  window.addEventListener("pagehide", () => {
    count();
    if (!sent) sessionStorage.setItem(form.action, JSON.stringify({ seen, note: note.value }));
  });
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    count();
    sessionStorage.removeItem(form.action);
    document.getElementById("seconds").value = (seen / 1000).toFixed(3);
  });
  setInterval(() => {
    if (!document.hidden) fetch("/alive", { method: "POST", body: new URLSearchParams({ csrf: form.elements.csrf.value }) });
  }, 60000);
}
