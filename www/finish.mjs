// Run by Trunk after it wrote the page (Trunk.toml): the Content-Security-Policy for static hosts, which send none, the
// service worker with the list of files it keeps, and each file packed, for servers that send it so.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

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
const files = (await list(dist)).map((path) => relative(dist, path).replaceAll("\\", "/")).filter((path) => path !== "sw.js" && !/\.(br|gz)$/.test(path)).sort();
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
