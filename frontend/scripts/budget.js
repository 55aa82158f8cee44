/** Fails the build when the script or the sheet grows past its budget (gzip). */
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budgets = { ".js": 25_000, ".css": 12_000 };
let over = false;
for (const [suffix, limit] of Object.entries(budgets)) {
  const files = readdirSync("dist/assets").filter((name) => name.endsWith(suffix));
  const size = files.reduce((sum, name) => sum + gzipSync(readFileSync(`dist/assets/${name}`), { level: 9 }).length, 0);
  console.log(`${suffix} ${size} of ${limit} bytes`);
  over ||= size > limit;
}
process.exit(over ? 1 : 0);
