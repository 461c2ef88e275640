// Run by Trunk after it wrote the page (Trunk.toml): the program in two parts, the Content-Security-Policy for static
// hosts, which send none, the service worker with the list of files it keeps, and each file packed, for servers that send
// it so.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { transform } from "esbuild";
import { isLater } from "./later.mjs";
import { split } from "./split.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.env.TRUNK_STAGING_DIR ?? join(here, "..", "dist");

// The module by which Trunk starts the page is the only inline script; the server computes the same (server/http/page.rs).
const index = join(dist, "index.html");
let html = await readFile(index, "utf8");

// Page and worker talk in forms that change from build to build: a page of two builds would ask for a reload for ever.
const builds = await Promise.all((await readdir(dist)).filter((file) => /^(app-.*|worker)_bg\.wasm$/.test(file)).map(async (file) => {
  const [, build] = /build ([0-9a-f]{16})/.exec(await readFile(join(dist, file), "latin1")) ?? [];
  return [file, build];
}));
if (builds.length !== 2 || builds.some(([, build]) => !build || build !== builds[0][1])) {
  throw new Error(`page and worker are of two builds; build them again, from sources that stay as they are: ${builds.map((pair) => pair.join(" ")).join(", ")}`);
}

// What the first step does without becomes a file of its own; static/rest.js reads in the page which.
if (process.env.TRUNK_PROFILE !== "debug") {
  const app = (await readdir(dist)).find((file) => /^app-[0-9a-f]+_bg\.wasm$/.test(file));
  const rest = app.replace(/^app/, "rest");
  const parts = split(await readFile(join(dist, app)), isLater, "__wbg_loadRestNow_");
  await Promise.all([[app, parts.first], [rest, parts.rest]].map(async ([name, bytes]) => {
    const file = join(dist, name);
    await writeFile(file, bytes);
    // The features that rustc's target has on. Control flow made anew and a second round: a hundredth smaller when packed.
    const features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue", "simd"].map((name) => `--enable-${name}`);
    await promisify(execFile)(join(here, "node_modules", ".bin", "wasm-opt"), ["--flatten", "--rereloop", "-Oz", "-Oz", ...features, file, "-o", file]);
  }));
  const bindings = app.replace("_bg.wasm", ".js");
  const { code } = await transform(await readFile(join(dist, bindings), "utf8"), { minify: true, format: "esm", target: "es2022" });
  const named = code.replace(/\b__wb\w+/g, (name) => parts.short.get(name) ?? name);
  await writeFile(join(dist, bindings), named);
  // Scripts of dependencies' interfaces that nothing of ours uses; Trunk has them fetched all the same.
  if (!`${code}${await readFile(join(dist, "worker.js"), "utf8")}`.includes("snippets/")) {
    html = html.replace(/<link rel="modulepreload" href="[^"]*snippets\/[^>]*>/g, "");
    await rm(join(dist, "snippets"), { recursive: true, force: true });
  }
  for (const file of [app, bindings]) {
    const digest = createHash("sha384").update(await readFile(join(dist, file))).digest("base64");
    html = html.replace(new RegExp(`(${file}"[^>]* integrity=")[^"]*`), `$1sha384-${digest}`);
  }
  html = html.replace('<meta charset="utf-8">', `<meta charset="utf-8">\n<meta name="understudy-rest" content="${rest}">`);
}

const digests = [...html.matchAll(/<script(?![^>]*\ssrc[=\s])[^>]*>([^]+?)<\/script>/g)].map(
  ([, text]) => ` 'sha256-${createHash("sha256").update(text).digest("base64")}'`,
);
const policy =
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'${digests.join("")}; style-src 'self'; style-src-attr 'unsafe-inline'; ` +
  "connect-src 'self'; worker-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'";
const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
await writeFile(index, html.replace('<meta charset="utf-8">', `<meta charset="utf-8">\n${meta}`));

const list = async (folder) => {
  const entries = await readdir(folder, { withFileTypes: true });
  const inside = entries.map((entry) => (entry.isDirectory() ? list(join(folder, entry.name)) : [join(folder, entry.name)]));
  return (await Promise.all(inside)).flat();
};
const files = (await list(dist)).map((path) => relative(dist, path).replaceAll("\\", "/")).filter((path) => path !== "sw.js" && !/\.(br|gz)$/.test(path)).sort();
const hash = createHash("sha256");
for (const file of files) hash.update(file).update(await readFile(join(dist, file)));
const template = await readFile(join(here, "static", "sw.js"), "utf8");
// Texts of other languages are kept once somebody reads them.
const isLocale = (file) => /^assets\/[a-z]{2}(-rest)?\.txt$/.test(file);
const worker = template
  .replace("{{version}}", hash.digest("hex").slice(0, 16))
  .replace("{{files}}", JSON.stringify(files.filter((file) => !isLocale(file))))
  .replace("{{locales}}", JSON.stringify(files.filter(isLocale)));
await writeFile(join(dist, "sw.js"), worker);

// Beside each file that shrinks its packed twins: FILE.br and FILE.gz. The service worker asks for the file itself.
const squeeze = {
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};
await Promise.all(
  [...files, "sw.js"].filter((file) => !/\.(woff2|br|gz)$/.test(file)).map(async (file) => {
    const bytes = await readFile(join(dist, file));
    for (const [ending, pack] of Object.entries(squeeze)) {
      const packed = await pack(bytes);
      if (packed.length < bytes.length * 0.9) await writeFile(join(dist, `${file}.${ending}`), packed);
    }
  }),
);
