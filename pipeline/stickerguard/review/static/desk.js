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

// A box that was ticked with the mouse has the focus too, and the next Space is meant for the picture.
let pointed = false;
document.addEventListener("pointerdown", () => { pointed = true; });

document.addEventListener("keydown", (event) => {
  if (event.key === "Tab") pointed = false;
  const target = event.target instanceof Element ? event.target : document.body;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") return void document.activeElement.blur();
  if (writing(target)) return;
  const loose = target === document.body || target.id === "content" || pointed;
  if (event.key === " " && loose) {
    event.preventDefault();
    target.blur();
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

// What was sent counts as saved once the next card, or that there is none, is seen: on a page that says what went wrong
// it is kept, so that nothing has to be written twice.
const PREFIX = "decide ";
function forget(current) {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith(PREFIX) && name !== current && JSON.parse(sessionStorage.getItem(name)).sent) {
      sessionStorage.removeItem(name);
    }
  }
}

if (document.querySelector("[data-saved]")) forget("");

if (form) {
  // Another frame or language is another page: what was counted and written goes along, for this reviewer and this card.
  const place = PREFIX + JSON.stringify([
    form.elements.csrf.value, form.dataset.reviewer, form.action, form.dataset.after,
  ]);
  forget(place);
  const kept = JSON.parse(sessionStorage.getItem(place) || "{}");
  const written = () => [...new FormData(form)].filter(([name]) => !["csrf", "seconds", "verdict"].includes(name));
  if (kept.written && !("answered" in form.dataset)) {
    for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false;
    for (const [name, value] of kept.written) {
      const field = form.elements[name];
      if (field.type === "checkbox") field.checked = true;
      else field.value = value;
    }
    const fold = form.querySelector("details");
    fold.open = fold.querySelector("input:checked:not([value=''])") !== null;
  }
  let seen = kept.seen || 0;
  let since = document.hidden ? null : performance.now();
  let sent = false;
  const count = () => {
    if (since !== null) seen += performance.now() - since;
    since = document.hidden ? null : performance.now();
  };
  const keep = () => {
    count();
    sessionStorage.setItem(place, JSON.stringify({ seen, sent, written: written() }));
  };
  document.addEventListener("visibilitychange", () => {
    count();
    if (document.hidden) hide();
  });
  window.addEventListener("pagehide", () => {
    if (!sent) keep();
  });
  form.addEventListener("submit", (event) => {
    if (sent) return event.preventDefault();
    sent = true;
    keep();
    document.getElementById("seconds").value = (seen / 1000).toFixed(3);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) sent = false;
  });
  setInterval(() => {
    if (!document.hidden) fetch("/alive", { method: "POST", body: new URLSearchParams({ csrf: form.elements.csrf.value }) });
  }, 60000);
}
