// Keys, and the marking of selected words. Every page works without this script: it only presses what is on the page.
"use strict";
(() => {
  const off = () => {
    try { return localStorage.getItem("keys") === "off"; } catch { return false; }
  };

  // --- Keys: an element says with `data-key` which key presses it.
  const isTyping = (element) =>
    element.matches("textarea, select, input:not([type=checkbox]):not([type=radio])") || element.isContentEditable;

  const press = (key) => {
    const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (element === null) return false;
    if (element.matches("input, textarea")) {
      element.focus();
      element.scrollIntoView({ block: "center" });
    } else {
      element.click();
    }
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape" && isTyping(at)) {
      at.blur();
      return;
    }
    if (off() || event.repeat || isTyping(at) || event.key.length !== 1) return;
    let done = press(event.key);
    if (!done && event.key === "/") {
      location.assign("/#q");
      done = true;
    }
    if (!done && event.key === "?") {
      location.assign("/help");
      done = true;
    }
    if (done) event.preventDefault();
  });

  if (location.hash === "#q") document.getElementById("q")?.focus();

  // --- A form is sent once, however often its key is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent === "yes") event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  // --- The switch on the page of help: one-letter keys get in the way of some assistive programs.
  const toggle = document.getElementById("keys-toggle");
  if (toggle !== null) {
    const show = () => toggle.setAttribute("aria-pressed", off() ? "true" : "false");
    toggle.parentElement.hidden = false;
    toggle.addEventListener("click", () => {
      try { localStorage.setItem("keys", off() ? "on" : "off"); } catch { /* the browser keeps nothing */ }
      show();
    });
    show();
  }

  // --- Marking: what is selected in the page's text goes into the form, with its place in code points.
  const text = document.getElementById("page-text");
  const form = document.getElementById("mark");
  if (text === null || form === null) return;
  const quote = form.elements.namedItem("quote");
  const start = form.elements.namedItem("start");
  const end = form.elements.namedItem("end");
  const codePoints = (string) => [...string].length;

  const take = () => {
    const selection = document.getSelection();
    if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
    const words = range.cloneContents().textContent;
    if (words.trim() === "") return;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const from = codePoints(before.cloneContents().textContent);
    quote.value = words;
    start.value = String(from);
    end.value = String(from + codePoints(words));
    form.classList.add("ready");
  };
  document.addEventListener("mouseup", () => setTimeout(take, 0));
  document.addEventListener("keyup", (event) => {
    if (event.shiftKey || event.key === "Shift") take();
  });
  quote.addEventListener("input", () => {
    start.value = "";
    end.value = "";
  });
})();
