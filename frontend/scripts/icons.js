/** Builds one SVG sprite from the icons named in src/icons/names.txt. */
import { readFileSync, writeFileSync } from "node:fs";

const names = readFileSync("src/icons/names.txt", "utf8").split("\n").map((line) => line.trim()).filter(Boolean);

const symbols = names.map((name) => {
  const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
  const drawing = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`;
});

writeFileSync("src/icons/sprite.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
console.log(`${names.length} icons`);
