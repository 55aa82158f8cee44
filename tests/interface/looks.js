// Questions to a page that no checker asks; each answers a list of faults.
const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
const named = (one) => one.tagName.toLowerCase() + (one.id ? "#" + one.id : "") + (one.className && one.className.baseVal === undefined ? "." + String(one.className).trim().replace(/\s+/g, ".") : "");
const hiddenOnPurpose = (one) => one.closest(".sr-only, .skip, svg") !== null;
const scrolls = (one) => {
  for (let up = one; up && up !== document.body; up = up.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return true;
  }
  return false;
};

/** Nothing makes the page scroll sideways, and no element is narrower than what it holds. */
function tooWide() {
  const found = [];
  const wide = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth > wide) found.push(`the page is ${document.scrollingElement.scrollWidth} wide on ${wide}`);
  for (const one of document.body.querySelectorAll("*")) {
    if (hiddenOnPurpose(one) || !shown(one) || scrolls(one)) continue;
    const box = one.getBoundingClientRect();
    if (box.width === 0) continue;
    if (box.right > wide + 1 || box.left < -1) found.push(`${named(one)} reaches ${Math.round(box.right)} of ${wide}`);
    else if (getComputedStyle(one).display !== "inline" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.matches("input, textarea, select, progress"))
      found.push(`${named(one)} holds ${one.scrollWidth} in ${one.clientWidth}: ${one.textContent.trim().slice(0, 30)}`);
  }
  return found.slice(0, 8);
}

/** Whatever takes the focus can be seen: no bar that stays in its place covers it. */
function covered() {
  const bars = [...document.body.querySelectorAll("*")].filter((one) => ["fixed", "sticky"].includes(getComputedStyle(one).position) && shown(one) && !one.matches(".skip"));
  const found = [];
  for (const one of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")) {
    if (!shown(one) || one.disabled) continue;
    one.focus({ preventScroll: false });
    if (document.activeElement !== one) continue;
    const box = one.getBoundingClientRect();
    for (const bar of bars) {
      if (bar.contains(one) || one.contains(bar)) continue;
      const over = bar.getBoundingClientRect();
      const top = Math.max(box.top, over.top), bottom = Math.min(box.bottom, over.bottom);
      const left = Math.max(box.left, over.left), right = Math.min(box.right, over.right);
      if (bottom - top > 1 && right - left > 1 && bottom - top >= Math.min(box.height, innerHeight) * 0.5) found.push(`${named(one)} "${(one.textContent || one.name || "").trim().slice(0, 25)}" behind ${named(bar)}`);
    }
  }
  return found.slice(0, 6);
}

/** No markup that the content policy would refuse. */
function breaches() {
  const found = [];
  for (const one of document.querySelectorAll("*")) {
    for (const { name } of one.attributes) if (name === "style" || /^on|^hx-on/.test(name)) found.push(`${named(one)} has ${name}`);
    if (one.tagName === "SCRIPT" && !one.src && one.type !== "application/json") found.push("an inline script");
  }
  return found.slice(0, 6);
}

/** In the language of brackets: whatever is said without them was never marked for translation. */
function forgotten() {
  const letters = /\p{L}{2}/u;
  const found = new Set();
  const brand = document.querySelector(".brand").textContent.trim();
  const free = (one) => one.closest('[translate="no"], time, script, style, textarea, [lang]:not(html)') !== null;
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    if (letters.test(text) && text !== brand && !/[⟦⟧]/.test(text) && !free(walk.currentNode.parentElement)) found.add(`${named(walk.currentNode.parentElement)}: ${text.slice(0, 60)}`);
  }
  for (const name of ["aria-label", "title", "alt", "placeholder"])
    for (const one of document.querySelectorAll(`[${name}]`)) {
      const text = one.getAttribute(name);
      if (letters.test(text) && !text.includes("⟦") && !free(one)) found.add(`${named(one)} ${name}: ${text.slice(0, 60)}`);
    }
  return [...found].slice(0, 12);
}
