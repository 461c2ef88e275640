// A program in two parts is the program: www/split.mjs on a small module, joined at the first call that needs the rest.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { split } from "../../www/split.mjs";
import { folder } from "./support/processes.mjs";

// `far` is large enough to move, `helper` is called by it alone, `near` by both; the table leads to `far` too.
const nops = "(drop (i32.const 0))".repeat(80);
const WAT = `(module
  (type $one (func (param i32) (result i32)))
  (import "host" "loadRest_1" (func $load))
  (import "host" "__wbg_twice_1" (func $twice (type $one)))
  (memory (export "memory") 1)
  (global $calls (mut i32) (i32.const 0))
  (table 2 2 funcref)
  (elem (i32.const 0) $near $far)
  (data (i32.const 0) "\\05")
  (func $near (type $one) (global.set $calls (i32.add (global.get $calls) (i32.const 1))) (i32.add (local.get 0) (i32.const 1)))
  (func $helper (type $one) (i32.add (call $near (local.get 0)) (i32.load8_u (i32.const 0))))
  (func $far (type $one) ${nops} (call $twice (call $helper (local.get 0))))
  (func (export "begin") (if (i32.const 0) (then (call $load))))
  (func (export "direct") (type $one) (call $far (local.get 0)))
  (func (export "indirect") (type $one) (call_indirect (type $one) (local.get 0) (i32.const 1)))
  (func (export "calls") (result i32) (global.get $calls)))`;

test("a parted program", async (t) => {
  const dir = await folder(t);
  const www = new URL("../../www/node_modules/.bin/", import.meta.url).pathname;
  await writeFile(join(dir, "a.wat"), WAT);
  execFileSync(join(www, "wasm-as"), ["-g", "--enable-reference-types", join(dir, "a.wat"), "-o", join(dir, "a.wasm")]);
  const parts = split(await readFile(join(dir, "a.wasm")), (name) => name === "far", "loadRest_");
  assert.deepEqual(parts.stays.filter((name) => ["near", "helper", "far"].includes(name)), ["near"]);

  // A name that is not made up stays.
  assert.deepEqual([...parts.short], [["__wbg_twice_1", "_0"]]);

  const begin = (loads) => {
    const first = new WebAssembly.Instance(new WebAssembly.Module(parts.first), { host: { loadRest_1: () => loads(first), [parts.short.get("__wbg_twice_1")]: (n) => 2 * n } });
    return first.exports;
  };
  const join_ = (first) => new WebAssembly.Instance(new WebAssembly.Module(parts.rest), { first: first.exports });

  await t.test("a call over the border loads the rest, once", () => {
    for (const way of ["direct", "indirect"]) {
      let times = 0;
      const program = begin((first) => {
        times += 1;
        join_(first);
      });
      // Memory, globals, imports and functions of both sides are shared: 2 × (1 + 1 + 5).
      assert.equal(program[way](1), 14);
      assert.equal(program[way](2), 16);
      assert.equal(program.calls(), 2);
      assert.equal(times, 1);
    }
  });

  await t.test("joined before, nothing is loaded", () => {
    let first;
    const program = begin(() => assert.fail("loaded"));
    first = { exports: program };
    join_(first);
    assert.equal(program.direct(1), 14);
  });

  await t.test("a program that cannot load is no part", () => {
    assert.throws(() => split(parts.rest, () => true, "loadRest_"), /split/);
  });
});
