// Full-text search over an index that lies beside the page; nothing is fetched.
(() => {
  const { pages, places, words } = window.partnershipSearch;
  const known = Object.keys(words);
  const input = document.querySelector("#words");
  const status = document.querySelector("#found");
  const list = document.querySelector("#results");
  const most = 50;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const split = (text) => plain(text).match(/\d+(?:\.\d+)?%?|[^\W\d_](?:[\w'’]|-(?=\w))*/gu) ?? [];
  const placesOf = (word) => {
    let place = 0;
    return words[word].split(" ").map((step) => { place += parseInt(step, 36); return place; });
  };
  const weigh = (term) => { // whole words count for more than beginnings of words
    const found = new Map();
    const isNumber = /^\d/.test(term);
    known.forEach((word) => {
      if (word !== term && (isNumber || !word.startsWith(term))) return;
      placesOf(word).forEach((place) => {
        found.set(place, Math.max(found.get(place) ?? 0, word === term ? 2 : 1));
      });
    });
    return found;
  };
  const find = (terms) => {
    const weights = terms.map(weigh);
    return [...weights[0].keys()]
      .filter((place) => weights.every((found) => found.has(place)))
      .map((place) => {
        const heading = plain(`${places[place][1]} ${pages[places[place][0]][0]}`);
        const titled = terms.filter((term) => heading.includes(term)).length;
        return [place, titled * 3 + weights.reduce((sum, found) => sum + found.get(place), 0)];
      })
      .sort((one, other) => other[1] - one[1] || one[0] - other[0])
      .map(([place]) => place);
  };
  const item = (place) => {
    const [page, heading, name, beginning] = places[place];
    const [title, address] = pages[page];
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = name ? `${address}#${name}` : address;
    link.textContent = heading ? `${title}: ${heading}` : title;
    const words = document.createElement("p");
    words.textContent = beginning;
    entry.append(link, words);
    return entry;
  };
  const show = () => {
    const terms = split(input.value);
    const found = terms.length ? find(terms) : [];
    list.replaceChildren(...found.slice(0, most).map(item));
    status.textContent = !terms.length ? "Type what you look for."
      : !found.length ? "Nothing was found. Try fewer words, or their beginnings."
        : `${found.length} ${found.length === 1 ? "section has" : "sections have"} that${found.length > most ? `; the first ${most} are shown` : ""}.`;
  };
  const keep = () => {
    const address = new URL(location);
    address.hash = input.value.trim() ? new URLSearchParams({ words: input.value.trim() }) : "";
    history.replaceState(null, "", address);
  };
  const restore = () => {
    const hash = location.hash.slice(1);
    if (hash.includes("=")) input.value = new URLSearchParams(hash).get("words") ?? "";
    show();
  };
  input.addEventListener("input", show);
  input.addEventListener("change", keep);
  document.querySelector("#search").addEventListener("submit", (event) => { event.preventDefault(); keep(); });
  addEventListener("hashchange", restore);
  restore();
})();
