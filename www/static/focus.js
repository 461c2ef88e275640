// Whoever works by keyboard stays where they were: when what had the focus is gone, hidden or disabled, and nothing else
// took it, the nearest region that is left gets it; what was only disabled has it again once it can be used.
(() => {
  const REGION = "section, dialog, main";
  const usable = (element) => element.isConnected && !element.disabled && element.getClientRects().length > 0;
  const nobody = () => document.activeElement === null || document.activeElement === document.body;
  // Which element had the focus, in which regions, the innermost first, which of them stands in for it, and whether it was
  // of no use meanwhile.
  let [last, regions, instead, off] = [null, [], null, false];
  const took = ({ target }) => {
    if (target === instead) return;
    [last, regions, instead, off] = [target, [], null, false];
    for (let at = target.parentElement?.closest(REGION); at; at = at.parentElement?.closest(REGION)) regions.push(at);
  };
  addEventListener("focusin", took);
  if (!nobody()) took({ target: document.activeElement });
  // Who leaves it on purpose has it nowhere.
  addEventListener("focusout", ({ target }) => setTimeout(() => {
    if (nobody() && last === target && usable(target) && !off) last = null;
  }));
  const look = () => {
    if (!last) return;
    const stands = instead !== null && document.activeElement === instead;
    if (!stands && !nobody()) return;
    if (usable(last)) {
      if (off) last.focus({ preventScroll: true });
      return;
    }
    if (stands && usable(instead)) return;
    off = true;
    instead = regions.find(usable) ?? document.getElementById("step");
    if (instead && !instead.hasAttribute("tabindex")) instead.tabIndex = -1;
    instead?.focus({ preventScroll: true });
  };
  // After whoever moves the focus by themselves.
  let timer;
  const soon = () => {
    timer = undefined;
    look();
  };
  new MutationObserver(() => {
    off ||= last?.disabled === true;
    timer ??= setTimeout(soon, 50);
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["disabled", "hidden", "open"] });
})();
