/** One script, one sheet, hashed names and a manifest that the templates read. */
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
  publicDir: false,
  build: {
    manifest: true,
    target: "es2023",
    // Recent enough to keep light-dark() and nesting as written.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: true,
    rolldownOptions: { input: "src/main.ts" },
  },
});
