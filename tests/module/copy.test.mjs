// What the worker copies with (scripts/worker/copy.wat) does what the browser's own does, wherever the two places lie.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const here = import.meta.dirname;

/** The function, on a page of memory. */
function assembled() {
  const folder = mkdtempSync(join(tmpdir(), "understudy-copy-"));
  const [text, binary] = [join(folder, "copy.wat"), join(folder, "copy.wasm")];
  try {
    const copy = readFileSync(join(here, "../../scripts/worker/copy.wat"), "utf8");
    writeFileSync(text, `(module (memory (export "memory") 1) (export "copy" (func $copy_few)) ${copy})`);
    execFileSync(join(here, "../../www/node_modules/.bin/wasm-as"), ["--enable-bulk-memory", "--enable-simd", text, "-o", binary]);
    return new WebAssembly.Instance(new WebAssembly.Module(readFileSync(binary))).exports;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("copies of every short length, apart and overlapping, are those of the browser", () => {
  const { copy, memory } = assembled();
  const octets = new Uint8Array(memory.buffer);
  const from = 200;
  for (let length = 0; length <= 140; length += 1) {
    for (let away = -150; away <= 150; away += 1) {
      const before = Uint8Array.from({ length: 600 }, (_, at) => (at * 7 + 3) & 0xff);
      octets.set(before);
      copy(from + away, from, length);
      before.copyWithin(from + away, from, from + length);
      assert.equal(Buffer.compare(octets.subarray(0, 600), before), 0, `${length} octets, ${away} away`);
    }
  }
});

test("to the end of memory, and nothing from anywhere", () => {
  const { copy, memory } = assembled();
  const end = memory.buffer.byteLength;
  for (let length = 1; length <= 80; length += 1) copy(end - length, 0, length);
  copy(-1, -1, 0);
});
