"use strict";
const slides = [...document.querySelectorAll("section")];
const place = document.getElementById("place");
let shown = Math.min(Math.max(Number(location.hash.slice(1)) - 1, 0) || 0, slides.length - 1);

function show(number) {
  shown = Math.min(Math.max(number, 0), slides.length - 1);
  slides.forEach((slide, index) => { slide.hidden = index !== shown; });
  place.textContent = `${shown + 1} of ${slides.length}`;
  history.replaceState(null, "", `#${shown + 1}`);
  fit(slides[shown]);
}

// A slide that is too long for the screen gets smaller letters, down to a size that can be read.
function fit(slide) {
  let size = 1;
  slide.style.fontSize = "";
  while (slide.scrollHeight > slide.clientHeight && size > 0.6) {
    size -= 0.05;
    slide.style.fontSize = `${size}em`;
  }
}

// Before printing, every slide is laid out as large as a page, and fitted to it.
addEventListener("beforeprint", () => {
  document.body.classList.add("paper");
  slides.forEach((slide) => { slide.hidden = false; fit(slide); });
});
addEventListener("afterprint", () => {
  document.body.classList.remove("paper");
  show(shown);
});

document.getElementById("back").onclick = () => show(shown - 1);
document.getElementById("next").onclick = () => show(shown + 1);
document.addEventListener("keydown", (event) => {
  if (["ArrowRight", "PageDown", " "].includes(event.key) && event.target.tagName !== "BUTTON") show(shown + 1);
  if (["ArrowLeft", "PageUp"].includes(event.key)) show(shown - 1);
  if (event.key === "Home") show(0);
  if (event.key === "End") show(slides.length - 1);
});
show(shown);
