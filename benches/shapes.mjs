// Zones of odd shapes, each of which some program is slow with.
import { closeSync, openSync, writeSync } from "node:fs";

const HEAD = "$ORIGIN example.\n$TTL 3600\n@ IN SOA ns1 host 1 7200 3600 1209600 300\n@ IN NS ns1\n@ IN NS ns2\nns1 IN A 198.51.100.1\nns2 IN A 203.0.114.1\n";

/** Writes the head and then what `line` gives for each number below `count`. */
function write(path, count, line) {
  const file = openSync(path, "w");
  writeSync(file, HEAD);
  for (let from = 0; from < count; from += 10_000) {
    const part = Array.from({ length: Math.min(10_000, count - from) }, (_, i) => line(from + i));
    writeSync(file, part.join(""));
  }
  closeSync(file);
}

const hex = (number) => number.toString(16);
const wide = (number) => `${hex(number >>> 16)}:${hex(number & 0xffff)}`;
/** Spreads numbers, so that what follows is not in order. */
const mixed = (number) => Math.imul(number, 0x9e37_79b1) >>> 0;

/** `{name, count, write}`: `count` records each, or lines of a megabyte. */
export function shapes(count) {
  const shape = (name, count, line) => ({ name, count, write: (path) => write(path, count, line) });
  const long = "x".repeat(250);
  const strings = `"${long}" `.repeat(4_000);
  return [
    ...[count / 10, count].map((n) => shape("one RRset", n, (i) => `one IN AAAA 2a00::${wide(mixed(i))}\n`)),
    ...[count / 10, count].map((n) => shape("siblings under one name", n, (i) => `n${hex(mixed(i))}.below IN A 11.${i & 255}.${(i >>> 8) & 255}.${(i >>> 16) & 255}\n`)),
    ...[count / 10, count].map((n) => shape("in canonical order", n, (i) => `n${String(i).padStart(8, "0")} IN A 11.1.1.1\n`)),
    ...[count / 10, count].map((n) => shape("long common origin", n, (i) => `n${hex(mixed(i))}.${"a-long-label-in-common.".repeat(6)}x IN A 11.1.1.1\n`)),
    ...[5, 50].map((n) => shape("lines of a megabyte: strings beyond 64 KB", n, (i) => `long${i} IN TXT ${strings}\n`)),
    ...[5, 50].map((n) => shape("lines of a megabyte: blanks and a comment", n, (i) => `long${i} IN TXT a${" ".repeat(500_000)} b ;${"c".repeat(500_000)}\n`)),
  ];
}
