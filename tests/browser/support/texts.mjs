// The English texts of the page and of the diagnostics, read from their sources, to find those that another language left.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const ROOT = new URL("../../..", import.meta.url).pathname;
const LITERAL = /"((?:[^"\\]|\\.)*)"/g;

const plain = (literal) => literal.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16))).replace(/\\(.)/g, "$1");

async function literals(folder, from) {
  const found = [];
  for (const entry of await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".rs") || !from(join(entry.parentPath, entry.name))) continue;
    const text = (await readFile(join(entry.parentPath, entry.name), "utf8")).replace(/\\\n\s*/g, "").replace(/^\s*\/\/.*$/gm, "");
    found.push(...[...text.matchAll(LITERAL)].map(([, literal]) => plain(literal)));
  }
  return found;
}

/** Matches a whole text that stands in English, capitals of its first letter and a final stop aside. */
export async function english() {
  const own = ["key", "primary", "projects", "provider", "rail", "rehearsal", "shell", "submit", "summary", "watch", "zone"];
  const texts = await readdir(join(ROOT, "src/roles/web/text"));
  const groups = texts.filter((name) => name.endsWith(".rs") && !["catalogue.rs", "filled.rs", "german.rs", "intl.rs", "language.rs", "names.rs", "said.rs"].includes(name));
  for (const name of own) if (!groups.includes(`${name}.rs`)) throw new Error(`no texts of ${name}`);
  const page = await literals("src/roles/web/text", (path) => groups.some((name) => path.endsWith(`/text/${name}`)));
  const engine = await literals("src/engine/diag/english", () => true);
  const german = new Set((await literals("src/roles/web/text/german", () => true)).map((text) => text.toLowerCase()));
  const codes = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const sources = [...new Set([...page, ...engine])].filter((text) => {
    const words = text.replace(/\{[a-z0-9_#]*\}/g, " ").match(/[A-Za-z]{2,}/g) ?? [];
    return words.join("").length >= 5 && !german.has(text.toLowerCase()) && !(codes.test(text) && text.includes("-"));
  });
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = (text) => text.replace(/\.$/, "").split(/\{[a-z0-9_]+\}/).map(escaped).join(".+");
  return sources.map((text) => new RegExp(`^${pattern(text)}\\.?$`, "i"));
}

/** What the page shows and says to screen readers. */
export function spoken(page) {
  return page.evaluate(() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!node.parentElement.closest("script, style, pre, textarea, [lang=en]")) found.add(node.data.trim());
      } else {
        for (const name of ["aria-label", "title", "placeholder", "label"]) {
          const value = node.getAttribute(name);
          if (value) found.add(value.trim());
        }
      }
    }
    found.delete("");
    return [...found];
  });
}
