// Who begins to work by keyboard gets what keeps the focus (focus.js).
// Registers the service worker and tells the page (roles/web/shell/update.rs) when a new version waits. It takes over when
// the page says so, and then the page is loaded anew.
addEventListener("keydown", () => import("./focus.js"), { once: true });
(() => {
  if (!("serviceWorker" in navigator)) return;
  addEventListener("load", async () => {
    let registration;
    try {
      registration = await navigator.serviceWorker.register("sw.js");
    } catch {
      // Not a secure context, or forbidden: the page works all the same, with a network.
    }
    // Who blocks service workers may answer with nothing instead of an error.
    if (!registration) return;
    const tell = () => {
      if (registration.waiting && navigator.serviceWorker.controller) dispatchEvent(new Event("understudy-update"));
    };
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
    tell();
    addEventListener("understudy-take-over", () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
      registration.waiting?.postMessage("take over");
    });
  });
})();
