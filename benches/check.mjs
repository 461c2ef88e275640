// Checks the same large zones with our binary and with each peer in one run, and writes docs/performance.md.
// usage: node benches/check.mjs [RECORDS]; needs the release binary, python3 for the zones, and the peers (make peers).
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";

const records = Number(process.argv[2] ?? 1_000_000);
const rounds = 3;
const binary = join(process.env.CARGO_TARGET_DIR ?? "target", "release/understudy");
const folder = mkdtempSync(join(tmpdir(), "understudy-bench-"));

const programs = [
  { name: "understudy check", argv: (zone) => [binary, "check", zone, "--origin", "example"] },
  { name: "kzonecheck", argv: (zone) => ["kzonecheck", "-o", "example", zone] },
  { name: "nsd-checkzone", argv: (zone) => ["nsd-checkzone", "example", zone] },
  { name: "named-checkzone", argv: (zone) => ["named-checkzone", "-q", "example", zone] },
];

/** Runs once: `{wall, cpu, peak}` in seconds and MB. The shell's `time` counts the child's CPU, /proc its memory. */
function measure(argv) {
  return new Promise((resolve, reject) => {
    const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>/dev/null';
    const child = spawn("bash", ["-c", script, "bash", ...argv], { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
    let text = "";
    let peak = 0;
    const timer = setInterval(() => {
      try {
        const [inner] = execFileSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" }).trim().split("\n");
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${inner}/status`, "utf8"))?.[1] ?? 0));
      } catch { /* it has ended */ }
    }, 15);
    child.stderr.on("data", (data) => (text += data));
    child.on("error", reject);
    child.on("exit", () => {
      clearInterval(timer);
      const [wall, user, system] = text.trim().split(/\s+/).map(Number);
      resolve({ wall, cpu: user + system, peak: peak / 1024 });
    });
  });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const lines = [];
const say = (line) => (lines.push(line), console.log(line));

if (!existsSync(binary)) throw new Error(`${binary} is missing: run make build`);
say("# Performance\n");
say(`Written by \`make bench\` on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} cores (${cpus()[0].model.trim()}), ${records.toLocaleString("en")} records, median of ${rounds}.`);
say("Compare ratios; an absolute time says little on a shared machine. CPU counts all cores.\n");
try {
  for (const kind of ["mixed", "tld"]) {
    const zone = join(folder, `${kind}.zone`);
    execFileSync("python3", ["benches/gen_zone.py", kind, String(records)], { stdio: ["ignore", openSync(zone, "w"), "inherit"] });
    say(`## ${kind} (${(statSync(zone).size / 1e6).toFixed(0)} MB)\n`);
    say("| program | wall s | CPU s | peak MB | CPU against ours | memory against ours |\n|---|---|---|---|---|---|");
    let ours;
    for (const { name, argv } of programs) {
      const runs = [];
      for (let round = 0; round < rounds; round += 1) runs.push(await measure(argv(zone)));
      const [wall, cpu, peak] = ["wall", "cpu", "peak"].map((key) => median(runs.map((run) => run[key])));
      ours ??= { cpu, peak };
      say(`| ${name} | ${wall.toFixed(2)} | ${cpu.toFixed(2)} | ${peak.toFixed(0)} | ${(cpu / ours.cpu).toFixed(1)} | ${(peak / ours.peak).toFixed(1)} |`);
    }
    say("");
  }
} finally {
  rmSync(folder, { recursive: true });
}
writeFileSync("docs/performance.md", `${lines.join("\n").trim()}\n`);
