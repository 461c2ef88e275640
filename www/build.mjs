// Bundles what the page is served besides Wasm into www/out, which Trunk copies to dist/assets:
// the stylesheet with the icons that it shows, the editor as one module, the theme switch, the icon, what each language says
// as one file.
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
const { build, transform } = await import("esbuild");
const { default: subsetFont } = await import("subset-font");
const { PurgeCSS } = await import("purgecss");

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
// Of PatternFly what the page names, and of the icons' font the glyphs that are left.
const text = async (folder, ending) => {
  const files = (await readdir(join(here, folder), { recursive: true })).filter((file) => ending.test(file));
  return (await Promise.all(files.map((file) => readFile(join(here, folder, file), "utf8")))).join("\n");
};
const names = [await text("../src/roles/web", /\.rs$/), await text("static", /\.js$/), await text("editor", /\.js$/), await readFile(join(here, "../index.html"), "utf8")].join("\n");
const sheet = join(out, "page.css");
const [{ css }] = await new PurgeCSS().purge({
  css: [{ raw: await readFile(sheet, "utf8") }],
  content: [{ raw: names, extension: "rs" }],
  // An icon is a word of its own in quotation marks; `fa-` is put before it where it is shown (parts/action.rs).
  defaultExtractor: (source) => [...source.match(/[\w-]+/g), ...[...source.matchAll(/"([a-z-]+)"/g)].map(([, word]) => `fa-${word}`)],
  // Ours whole; and the components that patternfly-yew writes, with their icons.
  safelist: {
    standard: [/^fa-(exclamation-circle|exclamation-triangle|check-circle|times-circle)$/],
    greedy: [/^us-/, /^cm-/, /^pf-v6-c-(form-control|progress)/],
    variables: [/^--us-/, ...new Set(names.match(/--pf-[\w-]+/g))],
  },
  dynamicAttributes: ["disabled", "hidden", "open", "readonly", "required", "type", "aria-current", "aria-disabled", "aria-expanded", "aria-invalid", "aria-pressed", "aria-selected"],
  fontFace: true,
  variables: true,
});
await writeFile(sheet, css);
const glyphs = [...css.matchAll(/content:"\\([0-9a-f]{4})"/g)].map(([, code]) => String.fromCodePoint(Number.parseInt(code, 16)));
for (const font of (await readdir(out)).filter((file) => file.endsWith(".woff2"))) {
  if (!css.includes(font)) await rm(join(out, font));
  else await writeFile(join(out, font), await subsetFont(await readFile(join(out, font)), glyphs.join(""), { targetFormat: "woff2" }));
}
// What runs before the page is one file; each is small.
const scripts = { "first.js": ["theme.js", "rest.js"], "focus.js": ["focus.js"], "offline.js": ["offline.js"] };
for (const [file, parts] of Object.entries(scripts)) {
  const sources = await Promise.all(parts.map((part) => readFile(join(here, "static", part), "utf8")));
  await writeFile(join(out, file), (await transform(sources.join("\n"), { minify: true, target: "es2022" })).code);
}
for (const file of ["manifest.webmanifest", "icon.svg", "mark-error.svg", "mark-warning.svg", "mark-info.svg"]) {
  await copyFile(join(here, "static", file), join(out, file));
}

// www/locale/de/**.json, a file a room of the engine's English, become de-rest.txt; tests/engine/locale.rs holds them equal.
// The page's own texts come with them: those of src/roles/web/text/german, in the order in which English declares them; the
// groups of which the first step is made are de.txt. src/roles/web/text/catalogue.rs says what the lines are.
const LANGUAGES = { de: "german" };
const FIRST = ["palette", "projects", "rail", "shell", "summary", "zone"];
const TEXTS = join(here, "../src/roles/web/text");
const said = async (...path) => {
  const source = await readFile(join(TEXTS, ...path), "utf8");
  return new Map([...source.matchAll(/^ +(\w+): ("(?:[^"\\]|\\.)*"),$/gm)].map(([, key, text]) => [key, JSON.parse(text)]));
};
const pageTexts = async (language) => {
  const groups = {};
  for (const file of await readdir(join(TEXTS, language))) {
    const [english, other] = [await said(file), await said(language, file)];
    const lacks = [...english.keys()].filter((key) => !other.has(key));
    if (english.size === 0 || english.size !== other.size || lacks.length > 0) throw new Error(`src/roles/web/text/${language}/${file} is not as ${file}: ${lacks}`);
    const keys = [...english.keys()];
    // FNV-1a, by which the page sees that the texts are for its keys.
    const sum = [...Buffer.from(keys.map((key) => `${key},`).join(""))].reduce((sum, octet) => Math.imul(sum ^ octet, 0x01000193) >>> 0, 0x811c9dc5);
    groups[file.replace(/\.rs$/, "")] = [sum, ...keys.map((key) => other.get(key))];
  }
  return groups;
};
const lines = (entries) => {
  const made = entries.map(([key, texts]) => [key, ...[texts].flat()]);
  for (const line of made) if (line.some((text) => /[\t\n\r]/.test(text))) throw new Error(`a text has a tab or a line's end: ${line}`);
  return made.map((line) => Buffer.from(`${line.join("\t")}\n`)).toSorted(Buffer.compare);
};
for (const language of await readdir(join(here, "locale"))) {
  const rest = [];
  const folder = join(here, "locale", language);
  for (const entry of await readdir(folder, { recursive: true })) {
    if (!entry.endsWith(".json")) continue;
    const part = JSON.parse(await readFile(join(folder, entry), "utf8"));
    for (const kind of ["texts", "labels", "scenarios", "notes"]) for (const [key, texts] of Object.entries(part[kind] ?? {})) rest.push([`${kind}/${key}`, texts]);
    for (const [name, words] of Object.entries(part.values ?? {})) for (const [english, word] of Object.entries(words)) rest.push([`values/${name}/${english}`, word]);
  }
  const page = Object.entries(await pageTexts(LANGUAGES[language])).map(([group, texts]) => [`page/${group}`, texts]);
  const isFirst = ([key]) => FIRST.includes(key.slice("page/".length));
  await writeFile(join(out, `${language}.txt`), Buffer.concat(lines(page.filter(isFirst))));
  await writeFile(join(out, `${language}-rest.txt`), Buffer.concat(lines([...rest, ...page.filter((group) => !isFirst(group))])));
}
