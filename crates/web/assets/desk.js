// The desk by keys: j and k go through a list, Enter opens (the link has the focus), / goes to the search, ? says all this.
// Whoever does not want keys of one letter switches them off in the same place; the browser remembers it. Without script
// every page works as it does.
"use strict";
(() => {
  const help = document.getElementById("keys");
  const open = document.getElementById("keys-open");
  const on = document.getElementById("keys-on");
  if (!help || !open || !on) return;
  const OFF = "gestand-keys-off";
  const off = () => {
    try {
      return localStorage.getItem(OFF) !== null;
    } catch {
      return false;
    }
  };
  open.hidden = false;
  on.checked = !off();
  open.addEventListener("click", () => help.showModal());
  on.addEventListener("change", () => {
    try {
      if (on.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "yes");
    } catch {
      // A browser that keeps nothing asks again.
    }
  });

  const items = () => [
    ...document.querySelectorAll("main :is(.inbox, .parts) > li :is(h2, h3) a, main tbody tr > :first-child a"),
  ];
  const go = (step) => {
    const list = items();
    if (list.length === 0) return;
    const here = list.findIndex((link) => link.closest("li, tr").contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : list.length - 1) : Math.min(Math.max(here + step, 0), list.length - 1);
    list[next].focus();
    list[next].closest("li, tr").scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = event.target;
    const typing = at.isContentEditable || at.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
    if (typing) {
      if (event.key === "Escape" && at.matches("[data-search]")) at.blur();
      return;
    }
    if (help.open || (off() && event.key !== "?")) return;
    const search = document.querySelector("[data-search]");
    const act = { j: () => go(1), k: () => go(-1), "/": search && (() => search.focus()), "?": () => help.showModal() };
    if (!act[event.key]) return;
    event.preventDefault();
    act[event.key]();
  });
})();
