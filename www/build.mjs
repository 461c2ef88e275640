// Bundles what the page is served besides Wasm into www/out, which Trunk copies to dist/assets:
// the stylesheet with its two icon fonts, the editor as one module, the theme switch, the icon, the diagnostics of each
// language as one file.
// Run by Trunk before each build (Trunk.toml), or by hand: node www/build.mjs
import { access, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "out");

try {
  await access(join(here, "node_modules", "esbuild"));
} catch {
  console.error("www/node_modules is missing: run `npm ci --prefix www` first");
  process.exit(1);
}
const { build } = await import("esbuild");

// PatternFly ships every theme in one file. Ours are light and dark; system fonts replace Red Hat's.
const unusedTheme = /^:root:where\([^)]*(?:felt|glass|high-contrast)[^)]*\) \{[^}]*\}/gm;
const unusedFont = /@font-face \{\s*font-family: "Red Hat[^}]*\}/g;
const trimPatternFly = {
  name: "trim-patternfly",
  setup(bundler) {
    bundler.onLoad({ filter: /patternfly-base\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return { contents: css.replace(unusedTheme, "").replace(unusedFont, ""), loader: "css" };
    });
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  absWorkingDir: here,
  entryPoints: { page: "styles/page.css", editor: "editor/main.js" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome120", "firefox121", "safari17.2"],
  loader: { ".woff2": "file" },
  assetNames: "[name]",
  legalComments: "none",
  plugins: [trimPatternFly],
  logLevel: "warning",
});
for (const file of ["theme.js", "offline.js", "manifest.webmanifest", "icon.svg", "mark-error.svg", "mark-warning.svg", "mark-info.svg"]) {
  await copyFile(join(here, "static", file), join(out, file));
}

// www/locale/de/**.json, a file a room of the engine's English, become de.json; tests/engine/locale.rs holds them equal.
for (const language of await readdir(join(here, "locale"))) {
  const whole = { texts: {}, labels: {}, values: {}, scenarios: {}, notes: {} };
  const folder = join(here, "locale", language);
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith(".json")) continue;
    const part = JSON.parse(await readFile(join(folder, entry), "utf8"));
    for (const kind of Object.keys(whole)) Object.assign(whole[kind], part[kind]);
  }
  await writeFile(join(out, `${language}.json`), JSON.stringify(whole));
}
