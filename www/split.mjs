// Parts a Wasm module in two: what the page begins with, and the rest, which is loaded when it is asked for.
//
// Both modules number all functions alike, so no body is rewritten. Where a function was moved, the first module has a stub
// that calls it through a new slot of the function table; the rest does the same for what stayed, and imports nothing but
// the first one's memory, tables and globals, which that exports as `rest:…`. A stub whose slot is still empty calls `load`
// first. wasm-opt afterwards drops what neither uses.

/** A function of fewer octets moves only with those that call it. */
const SMALL = 160;

/** Reads LEB128 numbers and names. */
class Reader {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end });
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = this.byte();
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  }
  numbers(count) {
    for (let n = 0; n < count; n += 1) this.number();
  }
  name() {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
  list(item) {
    return Array.from({ length: this.number() }, () => item(this));
  }
  limits() {
    const flags = this.byte();
    return { flags, min: this.number(), max: flags & 1 ? this.number() : undefined };
  }
  memarg() {
    const align = this.number();
    this.numbers(align & 64 ? 2 : 1);
  }
}

const leb = (value) => {
  const out = [];
  for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
  return [...out, value];
};
/** As `i32.const` takes it: a number below 2^31. */
const signed = (value) => {
  const out = leb(value);
  return out.at(-1) & 64 ? [...out.slice(0, -1), out.at(-1) | 128, 0] : out;
};
const named = (text) => [...leb(text.length), ...new TextEncoder().encode(text)];
const vector = (items) => Buffer.concat([Buffer.from(leb(items.length)), ...items.map((item) => Buffer.from(item))]);
const sized = (bytes) => Buffer.concat([Buffer.from(leb(bytes.length)), bytes]);

/** The functions that a body names; anything that is not expected here ends the build. */
function calls(bytes, from, to) {
  const r = new Reader(bytes, from, to);
  for (let groups = r.number(); groups > 0; groups -= 1) r.numbers(2);
  const found = new Set();
  while (r.at < to) {
    const op = r.byte();
    if (op === 0x10 || op === 0x12 || op === 0xd2) found.add(r.number());
    else if ([0x02, 0x03, 0x04, 0x0c, 0x0d, 0x41, 0x42, 0xd0, 0x3f, 0x40].includes(op) || (op >= 0x20 && op <= 0x26)) r.number();
    else if (op === 0x0e) r.numbers(r.number() + 1);
    else if (op === 0x11 || op === 0x13) r.numbers(2);
    else if (op === 0x1c) r.numbers(r.number());
    else if (op >= 0x28 && op <= 0x3e) r.memarg();
    else if (op === 0x43) r.at += 4;
    else if (op === 0x44) r.at += 8;
    else if (op === 0xfc) {
      const sub = r.number();
      if (sub === 8 || sub === 9) throw new Error("split: passive data is not expected");
      r.numbers([0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1][sub]);
    } else if (op === 0xfd) {
      const sub = r.number();
      if (sub <= 11 || (sub >= 84 && sub <= 93)) r.memarg();
      if (sub === 12 || sub === 13) r.at += 16;
      if ((sub >= 21 && sub <= 34) || (sub >= 84 && sub <= 91)) r.at += 1;
    } else if (!(op <= 0x01 || op === 0x05 || op === 0x0b || op === 0x0f || op === 0x1a || op === 0x1b || (op >= 0x45 && op <= 0xc4) || op === 0xd1)) {
      throw new Error(`split: instruction 0x${op.toString(16)} is not expected`);
    }
  }
  return found;
}

function parse(bytes) {
  const module = { sections: [], imports: [], functions: [], tables: [], globals: [], exports: [], elements: [], bodies: [], names: new Map() };
  const top = new Reader(bytes, 8);
  while (top.at < bytes.length) {
    const id = top.byte();
    const size = top.number();
    const r = new Reader(bytes, top.at, top.at + size);
    top.at += size;
    module.sections.push({ id, bytes: bytes.subarray(r.at, r.end) });
    if (id === 1) module.types = r.list(() => ({ form: r.byte(), takes: r.list(() => r.byte()), gives: r.list(() => r.byte()) }));
    if (id === 2) module.imports = r.list(() => {
      const import_ = { from: r.name(), name: r.name(), kind: r.byte() };
      if (import_.kind !== 0) throw new Error("split: only functions are expected among the imports");
      return { ...import_, type: r.number() };
    });
    if (id === 3) module.functions = r.list(() => r.number());
    if (id === 4) module.tables = r.list(() => ({ type: r.byte(), ...r.limits() }));
    if (id === 5) module.memories = r.list(() => r.limits());
    if (id === 6) module.globals = r.list(() => {
      const global = { type: r.byte(), mutable: r.byte() };
      while (r.byte() !== 0x0b) r.number();
      return global;
    });
    if (id === 7) module.exports = r.list(() => ({ name: r.name(), kind: r.byte(), index: r.number() }));
    if (id === 8) module.start = r.number();
    if (id === 9) module.elements = r.list(() => {
      const flags = r.number();
      if (flags !== 0) throw new Error("split: only plain element segments are expected");
      while (r.byte() !== 0x0b) r.number();
      return r.list(() => r.number());
    });
    if (id === 10) module.bodies = r.list(() => {
      const length = r.number();
      r.at += length;
      return { from: r.at - length, to: r.at };
    });
    if (id === 0 && r.name() === "name") {
      while (r.at < r.end) {
        const kind = r.byte();
        const end = r.number() + r.at;
        if (kind === 1) module.names = new Map(r.list(() => [r.number(), r.name()]));
        r.at = end;
      }
    }
  }
  return module;
}

/**
 * Parts `bytes`: functions whose name `moves` go into the rest, and with them those that only they call. `load` is the
 * beginning of the name of the imported function that loads the rest at once. `short` maps the names of imports to those
 * that the first module has for them.
 */
export function split(bytes, moves, load) {
  const module = parse(bytes);
  const { imports, bodies, names, types } = module;
  const count = imports.length + bodies.length;
  const type = (f) => (f < imports.length ? imports[f].type : module.functions[f - imports.length]);
  const body = (f) => bodies[f - imports.length];
  const loader = imports.findIndex(({ name }) => name.startsWith(load));
  if (loader < 0) throw new Error(`split: nothing imported begins with ${load}`);
  const marked = (f) => f >= imports.length && body(f).to - body(f).from >= SMALL && moves(names.get(f) ?? "");
  const called = Array.from({ length: count }, (_, f) => (f < imports.length ? new Set() : calls(bytes, body(f).from, body(f).to)));

  // What stays: whatever can be reached from outside or through the table without passing a function that moves.
  const exported = module.exports.filter(({ kind }) => kind === 0).map(({ index }) => index);
  const stays = new Set();
  const queue = [...exported, ...(module.start === undefined ? [] : [module.start]), ...module.elements.flat()].filter((f) => !marked(f));
  while (queue.length > 0) {
    const f = queue.pop();
    if (stays.has(f)) continue;
    stays.add(f);
    for (const next of called[f]) if (!marked(next)) queue.push(next);
  }
  for (let f = 0; f < imports.length; f += 1) stays.add(f);

  // Who is called over the border, or is in the table, needs a slot.
  const [outward, inward] = [new Set(), new Set()];
  for (const f of [...exported, ...module.elements.flat()]) if (!stays.has(f)) outward.add(f);
  for (let f = 0; f < count; f += 1) for (const next of called[f]) if (stays.has(f) !== stays.has(next)) (stays.has(f) ? outward : inward).add(next);
  const table = module.tables[0];
  const [out, back] = [outward, inward].map((set) => [...set].toSorted((a, b) => a - b));
  const slots = new Map([...out, ...back].map((f, n) => [f, table.min + n]));

  const nothing = sized(Buffer.from([0, 0x00, 0x0b]));
  const stub = (f, loads) => {
    const slot = [0x41, ...signed(slots.get(f))];
    const first = loads ? [...slot, 0x25, 0, 0xd1, 0x04, 0x40, 0x10, ...leb(loader), 0x0b] : [];
    const takes = types[type(f)].takes.flatMap((_, n) => [0x20, ...leb(n)]);
    return sized(Buffer.from([0, ...first, ...takes, ...slot, 0x11, ...leb(type(f)), 0, 0x0b]));
  };
  const own = (f) => sized(bytes.subarray(body(f).from, body(f).to));
  const segment = (functions) => Buffer.concat([Buffer.from([0, 0x41, ...signed(slots.get(functions[0]) ?? 0), 0x0b]), vector(functions.map(leb))]);
  const grown = module.tables.map(({ type, flags, min, max }, n) => {
    const more = n === 0 ? slots.size : 0;
    return [type, flags, ...leb(min + more), ...(max === undefined ? [] : leb(max + more))];
  });
  const assemble = (sections) => Buffer.concat([bytes.subarray(0, 8), ...sections.flatMap(({ id, bytes }) => [Buffer.from([id]), sized(bytes)])]);

  const memory = module.exports.find(({ kind }) => kind === 2);
  const shared = [
    ...module.tables.map((_, n) => ({ name: `rest:table${n}`, kind: 1, index: n, form: grown[n] })),
    ...module.globals.map(({ type, mutable }, n) => ({ name: `rest:global${n}`, kind: 3, index: n, form: [type, mutable] })),
  ];
  // The names that wasm-bindgen makes up, three hundred with a digest each, do not pack; both sides get short ones.
  const short = new Map(imports.filter(({ name }) => name.startsWith("__wb")).map(({ name }, n) => [name, `_${n.toString(36)}`]));
  const first = module.sections.filter(({ id }) => id !== 0).map((section) => {
    const again = {
      2: () => vector(imports.map(({ from, name, kind, type }) => [...named(from), ...named(short.get(name) ?? name), kind, ...leb(type)])),
      4: () => vector(grown),
      7: () => vector([...module.exports, ...shared].map(({ name, kind, index }) => [...named(name), kind, ...leb(index)])),
      9: () => {
        const r = new Reader(section.bytes);
        const segments = r.number();
        return Buffer.concat([Buffer.from(leb(segments + 1)), section.bytes.subarray(r.at), segment(back)]);
      },
      10: () => vector(bodies.map((_, n) => n + imports.length).map((f) => (stays.has(f) ? own(f) : outward.has(f) ? stub(f, true) : nothing))),
    }[section.id];
    return again ? { id: section.id, bytes: again() } : section;
  });
  const { flags, min, max } = module.memories[0];
  const rest = [
    module.sections.find(({ id }) => id === 1),
    {
      id: 2,
      bytes: vector([
        [...named("first"), ...named(memory.name), 2, flags, ...leb(min), ...(max === undefined ? [] : leb(max))],
        ...shared.map(({ name, kind, form }) => [...named("first"), ...named(name), kind, ...form]),
      ]),
    },
    { id: 3, bytes: vector(called.map((_, f) => leb(type(f)))) },
    { id: 9, bytes: vector([segment(out)]) },
    { id: 10, bytes: vector(called.map((_, f) => (!stays.has(f) ? own(f) : inward.has(f) ? stub(f, false) : nothing))) },
  ];
  const bytesOf = (which) => bodies.reduce((sum, { from, to }, n) => sum + (stays.has(n + imports.length) === which ? to - from : 0), 0);
  return { first: assemble(first), rest: assemble(rest), short, stays: [...stays].map((f) => names.get(f) ?? ""), kept: bytesOf(true), moved: bytesOf(false), slots: slots.size };
}
