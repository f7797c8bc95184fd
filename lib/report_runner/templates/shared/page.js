// Light or dark, all code at one click, and folded tables opened when a link leads to them.
(() => {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const keep = (theme) => { try { localStorage.setItem("theme", theme); } catch { /* forgotten */ } };
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches
    ? "dark" : "light")) === "dark";
  if (["light", "dark"].includes(read())) root.dataset.theme = read();
  const open = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    const folded = target && (target.closest("details") || target.querySelector(":scope > details"));
    if (folded && !folded.open) { folded.open = true; target.scrollIntoView(); }
  };
  addEventListener("DOMContentLoaded", () => {
    const theme = document.querySelector("#theme");
    const name = () => { theme.textContent = isDark() ? "Light view" : "Dark view"; };
    theme.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      keep(root.dataset.theme);
      name();
    });
    name();
    theme.hidden = false;
    const code = document.querySelector("#code");
    const cells = [...document.querySelectorAll("details.code")];
    if (code && cells.length) {
      code.addEventListener("click", () => {
        const show = code.getAttribute("aria-pressed") !== "true";
        cells.forEach((cell) => { cell.open = show; });
        code.setAttribute("aria-pressed", show);
      });
      code.hidden = false;
    }
    open();
  });
  addEventListener("hashchange", open);
})();
