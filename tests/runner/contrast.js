// What axe leaves open, because a letter is short or a cell is scrolled out of view: the contrast of
// every text with what is behind it, as WCAG 2.2 computes it. Gives the texts below its limits.
() => {
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => linear(part / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const parts = (colour) => {
    const found = colour.match(/[\d.]+/g).map(Number);
    return found.length === 3 ? [...found, 1] : found;
  };
  const over = (top, under) => under.map((part, at) => top[at] * top[3] + part * (1 - top[3]));
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== "none") return null;
      layers.unshift(parts(style.backgroundColor));
    }
    return layers.reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const element = walk.currentNode.parentElement;
    const seen = element.checkVisibility({ visibilityProperty: true });
    if (!walk.currentNode.data.trim() || !seen || element.tagName === "OPTION") continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const back = behind(element);
    const both = back ? [light(over(parts(style.color), back)), light(back)] : [0, 0];
    const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (ratio < (isLarge ? 3 : 4.5)) found.push([ratio.toFixed(2), element.outerHTML.slice(0, 120)]);
  }
  return found;
}
