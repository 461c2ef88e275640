// Run by Trunk after it wrote the page (Trunk.toml): the Content-Security-Policy for static hosts, which send none, and
// the service worker with the list of files it keeps.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = process.env.TRUNK_STAGING_DIR ?? join(here, "..", "dist");

// The module by which Trunk starts the page is the only inline script; the server computes the same (server/http/page.rs).
const index = join(dist, "index.html");
const html = await readFile(index, "utf8");
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
const files = (await list(dist)).map((path) => relative(dist, path).replaceAll("\\", "/")).filter((path) => path !== "sw.js").sort();
const hash = createHash("sha256");
for (const file of files) hash.update(file).update(await readFile(join(dist, file)));
const template = await readFile(join(here, "static", "sw.js"), "utf8");
// Diagnostics of other languages are kept once somebody reads them.
const isLocale = (file) => /^assets\/[a-z]{2}\.json$/.test(file);
const worker = template
  .replace("{{version}}", hash.digest("hex").slice(0, 16))
  .replace("{{files}}", JSON.stringify(files.filter((file) => !isLocale(file))))
  .replace("{{locales}}", JSON.stringify(files.filter(isLocale)));
await writeFile(join(dist, "sw.js"), worker);
