// Checks the same large zones with our binary and with each peer in one run, then zones of many sizes and shapes with ours
// alone, and writes docs/performance.md.
// usage: node benches/check.mjs [RECORDS]; needs the release binary, python3 for the zones and the clock, and the peers (make peers).
import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { shapes } from "./shapes.mjs";

const records = Number(process.argv[2] ?? 1_000_000);
const rounds = 5;
const binary = join(process.env.CARGO_TARGET_DIR ?? "target", "release/understudy");
const folder = mkdtempSync(join(tmpdir(), "understudy-bench-"));
const ours = (zone) => [binary, "check", zone, "--origin", "example"];

const programs = [
  { name: "understudy check", argv: ours },
  { name: "understudy check, one core", argv: (zone) => ["taskset", "-c", "0", ...ours(zone)] },
  { name: "kzonecheck", argv: (zone) => ["kzonecheck", "-o", "example", zone] },
  { name: "nsd-checkzone", argv: (zone) => ["nsd-checkzone", "example", zone] },
  { name: "named-checkzone", argv: (zone) => ["named-checkzone", "-q", "example", zone] },
];

// A mistake that every program goes on after, a hundred lines before the end: a run that does not report it does not count.
const FAULT = { code: "cname-other-data", owner: "near-the-end.example." };
const TAIL = `near-the-end IN CNAME ns1\nnear-the-end IN A 198.51.100.1\n${Array.from({ length: 100 }, (_, i) => `tail${i} IN A 198.51.100.2\n`).join("")}`;

// The system's own count of one child's time and memory: what starts the clock itself is not in it.
const CLOCK = `import os, sys, time
answer = (os.POSIX_SPAWN_OPEN, 1, sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
silent = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
began = time.monotonic()
child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ, file_actions=[answer, silent])
used = os.wait4(child, 0)[2]
print(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss)`;

/** Runs once: `{wall, cpu, peak, out}` in seconds and MB, and what was printed. */
function measure(argv) {
  const printed = join(folder, "out");
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const [wall, cpu, peak] = execFileSync("python3", ["-c", CLOCK, printed, ...argv], { encoding: "utf8", env }).split(" ").map(Number);
  return { wall, cpu, peak: peak / 1024, out: readFileSync(printed, "utf8") };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const lines = [];
const say = (line) => (lines.push(line), console.log(line));

function generate(zone, kind, count) {
  execFileSync("python3", ["benches/gen_zone.py", kind, String(count)], { stdio: ["ignore", openSync(zone, "w"), "inherit"] });
  return zone;
}

/** All programs on one zone. Gives the seconds that ours took on one core. */
function compare(zone) {
  say("| program | wall s | CPU s | peak MB | wall against ours | CPU against ours | memory against ours |\n|---|---|---|---|---|---|---|");
  let first;
  let alone = 0;
  // One after the other in each round: what else the machine does falls on all of them.
  const all = Array.from({ length: rounds }, () => programs.map(({ argv }) => measure(argv(zone))));
  for (const [n, { name }] of programs.entries()) {
    const runs = all.map((round) => round[n]);
    if (name.startsWith("understudy") && !runs.every(({ out }) => out.includes(FAULT.code) && out.includes(FAULT.owner))) {
      throw new Error(`${name} did not report ${FAULT.code} at ${FAULT.owner}`);
    }
    const [wall, cpu, peak] = ["wall", "cpu", "peak"].map((key) => median(runs.map((run) => run[key])));
    first ??= { wall, cpu, peak };
    if (name.endsWith("one core")) alone = cpu;
    const ratio = (a, b) => (a / b).toFixed(1);
    say(`| ${name} | ${wall.toFixed(2)} | ${cpu.toFixed(2)} | ${peak.toFixed(0)} | ${ratio(wall, first.wall)} | ${ratio(cpu, first.cpu)} | ${ratio(peak, first.peak)} |`);
  }
  say("");
  return alone;
}


/** Milliseconds of CPU that the engine takes up to a stage, on one thread: the least of some rounds. */
function stage(bench, zone, name) {
  const { stdout } = spawnSync(bench, [zone, "example", name, String(rounds)], { encoding: "utf8" });
  return Math.min(...[...stdout.matchAll(/ (\d+) ms of CPU/g)].map(([, ms]) => Number(ms)));
}

/** Where the time goes, as a table of both zones. */
function profile(zones, bench) {
  say("## Where the time goes\n");
  say(`The engine on one thread, ms of CPU for each stage, the least of ${rounds} rounds; then what the program does around it.\n`);
  say(`| | ${zones.map(({ kind }) => kind).join(" | ")} |\n|---|${zones.map(() => "---|").join("")}`);
  const upTo = zones.map(({ zone }) => ["parse", "runs", "build", "check"].map((name) => stage(bench, zone, name)));
  const row = (name, value) => say(`| ${name} | ${upTo.map((times, i) => value(times, zones[i]).toFixed(0)).join(" | ")} |`);
  row("text to records, kept nowhere", ([parse]) => parse);
  row("keys, and blocks sorted into runs", ([parse, runs]) => runs - parse);
  row("runs merged into pages", ([, runs, build]) => build - runs);
  row("all rules, their questions and findings", ([, , build, check]) => check - build);
  row("reading the file, printing, giving memory back", ([, , , check], { alone }) => Math.max(0, alone * 1000 - check));
  say("\nParse alone stands beside simdzone (NLnet Labs; AVX2), which keeps nothing either: 64 ms of the mixed zone and 44 ms of the other on a quiet machine of this kind, 130 ms in its scalar code.\n");
}

const TWO_CORES = `## Two cores, and the text in windows

Reading the file, parsing, sorting, merging and judging are cut into pieces of a few milliseconds, which all cores take from one queue; what they give is joined in order, so the answer does not depend on how many there are. A part of the text is read on the assumption that the part before leaves origin, TTL, quotes and parentheses as they are; where it does not, the rest is read again. One core alone reads the first 288 KiB, chooses the ranges that are merged, joins the findings and prints. By the CPU time of the pieces, two cores that are free need 0.52 of what one needs in the engine, on either zone.

A file of more than a megabyte is not held: each part reads its own window of 297 KB, and looks itself for odd octets and line ends; where an entry reaches over the window's end (an open parenthesis or quote, a line of a megabyte), a larger one is read. What a finding needs is read again: the record that it is about, and a few lines when it is shown; lines are counted while the text is read and noted now and then, and from there to a place when that is shown. A file that was written to meanwhile makes no report but an error. Of many large files 64 are open at the same time, and smaller ones are held up to 64 MiB together. Standard input and the page's texts are held.

A byte more in a run costs less than packing it: the records of a block have fields of fixed size, which are written and read once, and sorting counts octets in place of comparing. About an eighth of the CPU is the system's, which reads the file, and maps and clears each page of memory once.

The program is optimised by a record of which branches checks take (docs/decisions/0005): an eighth less time on either zone, on one core and on two.

Huge pages were tried and are not used: with glibc's tunables or another allocator there are 1,000 to 19,000 page faults in place of 39,000 on the mixed zone, but no less time on two cores, since one heap is waited for and the system first has to find whole huge pages. mimalloc 3 holds 30 to 60 MB more, mimalloc 2 and jemalloc 10 to 20 MB.
`;

/** Zones of many sizes and shapes. */
function growth() {
  say("## Growth\n");
  say("One run each. Time and memory are in proportion to the records, or to the text where lines are long.\n");
  say("| zone | records | MB of text | CPU s | peak MB | CPU µs a record | CPU ms a MB of text | peak MB a MB of text |\n|---|---|---|---|---|---|---|---|");
  const sized = [records / 100, records / 10, records, records * 4].map((count) => ({ name: "mixed", count, write: (zone) => generate(zone, "mixed", count) }));
  for (const { name, count, write } of [...sized, ...shapes(records)]) {
    const zone = join(folder, "grown.zone");
    write(zone);
    const [{ cpu, peak }, text] = [measure(ours(zone)), statSync(zone).size / 1e6];
    const each = count > 1_000 ? ((cpu * 1e6) / count).toFixed(2) : "";
    say(`| ${name} | ${count.toLocaleString("en")} | ${text.toFixed(1)} | ${cpu.toFixed(2)} | ${peak.toFixed(0)} | ${each} | ${((cpu * 1e3) / text).toFixed(1)} | ${(peak / text).toFixed(1)} |`);
  }
}

if (!existsSync(binary)) throw new Error(`${binary} is missing: run make build`);
const built = execFileSync("cargo", ["build", "--release", "--locked", "--quiet", "--example", "stages", "--message-format", "json"], { encoding: "utf8", maxBuffer: 1 << 28 });
const bench = built.split("\n").filter((line) => line.includes('"name":"stages"')).map((line) => JSON.parse(line).executable).find(Boolean);
say("# Performance\n");
say(`Written by \`make bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0].model.trim()}), ${records.toLocaleString("en")} records, median of ${rounds} rounds, in each of which all programs run one after the other.`);
say("Compare ratios; an absolute time says little on a shared machine, and a second core is often busy. CPU counts all cores. Each zone has one fault a hundred lines before its end, which every timed run reports.\n");
try {
  const zones = [];
  for (const kind of ["mixed", "tld"]) {
    const zone = generate(join(folder, `${kind}.zone`), kind, records);
    appendFileSync(zone, TAIL);
    say(`## ${kind} (${(statSync(zone).size / 1e6).toFixed(0)} MB)\n`);
    zones.push({ kind, zone, alone: compare(zone) });
  }
  profile(zones, bench);
  say(TWO_CORES);
  zones.forEach(({ zone }) => rmSync(zone));
  growth();
} finally {
  rmSync(folder, { recursive: true });
}
// The other benches write their sections behind ours.
const before = existsSync("docs/performance.md") ? readFileSync("docs/performance.md", "utf8") : "";
const others = before.includes("## In the browser") ? before.slice(before.indexOf("## In the browser")) : "";
writeFileSync("docs/performance.md", `${lines.join("\n").trim()}\n\n${others}`.trimEnd() + "\n");
