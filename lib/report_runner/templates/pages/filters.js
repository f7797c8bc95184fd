// Narrows the index down; without it every report stays in view and no controls are shown.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const form = document.querySelector("#filters");
  const controls = all("#filters [name]");
  const reports = all("#by-case [data-report]");
  const rows = all(".grid tr");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const about = (report) => report.closest("section").querySelector("header");
  const texts = new Map(reports.map((report) => [
    report, plain(`${about(report).textContent} ${report.textContent}`),
  ]));
  const fits = (report, { name, value }) => name === "words"
    ? plain(value).split(/\s+/).every((word) => texts.get(report).includes(word))
    : !value || ` ${report.closest(`[data-${name}]`).dataset[name]} `.includes(` ${value} `);
  const isEmpty = (part) => !part.querySelector("[data-report]:not([hidden])");

  const show = () => {
    const found = reports.filter((report) => controls.every((control) => fits(report, control)));
    const names = new Set(found.map((report) => report.dataset.report));
    all("[data-report]").forEach((part) => { part.hidden = !names.has(part.dataset.report); });
    all("main section:not(#by-question), .grid tbody tr").forEach((part) => { part.hidden = isEmpty(part); });
    for (let column = 1; column < rows[0].cells.length; column += 1) {
      const cells = rows.map((row) => row.cells[column]);
      const hidden = cells.every(isEmpty);
      cells.forEach((cell) => { cell.hidden = hidden; });
    }
    document.querySelector("#shown").textContent = found.length
      ? `${found.length} of ${reports.length} reports shown.`
      : `None of ${reports.length} reports fits. Choose less, or show all reports.`;
  };
  const choose = (chosen) => {
    controls.forEach((control) => {
      control.value = chosen.get(control.name) ?? "";
      if (control.selectedIndex === -1) control.value = ""; // there is no such choice any more
    });
    show();
  };
  const keep = () => { // in the address, so that the view can be linked to
    const chosen = controls.map(({ name, value }) => [name, value.trim()]).filter((pair) => pair[1]);
    const address = new URL(location);
    address.hash = new URLSearchParams(chosen);
    history.replaceState(null, "", address);
  };
  const restore = () => {
    const hash = location.hash.slice(1);
    if (!hash || hash.includes("=")) choose(new URLSearchParams(hash));
    else if (controls.some(({ value }) => value)) keep(); // a place on the narrowed page
  };
  form.addEventListener("input", show);
  form.addEventListener("change", keep);
  form.addEventListener("submit", (event) => { event.preventDefault(); keep(); });
  form.querySelector("button").addEventListener("click", () => { choose(new Map()); keep(); });
  addEventListener("hashchange", restore);
  choose(new Map());
  restore();
  form.hidden = false;
})();
