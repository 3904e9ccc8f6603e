"use strict";
// Adds the scrubber: the range, the arrow keys, a click on a step or on its column choose the step that is shown.
for (const player of document.querySelectorAll(".player")) {
  const svg = player.querySelector("svg");
  const now = svg.querySelector(".now");
  const range = player.querySelector("input");
  const shown = player.querySelector("output");
  const steps = [...player.querySelectorAll(".steps > li")];
  const left = Number(svg.dataset.left);
  const column = Number(svg.dataset.column);

  const show = (step) => {
    const index = Math.min(Math.max(step, 1), steps.length);
    range.value = String(index);
    shown.textContent = String(index);
    now.setAttribute("x", String(left + (index - 1) * column));
    steps.forEach((item, place) => item.classList.toggle("on", place === index - 1));
  };
  const keys = { ArrowLeft: -1, ArrowRight: 1 };
  player.addEventListener("keydown", (event) => {
    if (!(event.key in keys) || event.target === range) return;
    event.preventDefault();
    show(Number(range.value) + keys[event.key]);
  });
  range.addEventListener("input", () => show(Number(range.value)));
  steps.forEach((item, place) => item.addEventListener("click", () => show(place + 1)));
  svg.addEventListener("click", (event) => {
    const at = event.target.closest("[data-step]");
    if (at) show(Number(at.dataset.step));
  });
  player.classList.add("live");
  player.querySelector(".scrubber").hidden = false;
  show(steps.length);
}
