// Sets the theme before the first paint; the page's own switch (roles/web/shell/theme.rs) does the same later.
(() => {
  let choice = "system";
  try {
    choice = localStorage.getItem("understudy.theme") ?? "system";
  } catch {
    // Storage may be forbidden; the system's theme is then the answer.
  }
  const dark = choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.classList.toggle("pf-v6-theme-dark", dark);
})();
