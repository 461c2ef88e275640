// Programs that a test starts and ends: only its own, by their process.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Runs a program to its end: `{stdout, stderr}`; throws on a status other than 0. */
export const run = promisify(execFile);

/** A folder that is removed when the test is over. */
export async function folder(t) {
  const path = await mkdtemp(join(tmpdir(), "understudy-"));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** A TCP port on loopback that was free a moment ago, below those that the system gives to whoever asks for any. */
export function freePort() {
  return new Promise((resolve) => {
    const attempt = () => {
      const port = 10_240 + Math.floor(Math.random() * 22_000);
      const server = createServer();
      server.on("error", attempt);
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(port)));
    };
    attempt();
  });
}

/** Starts a program and ends it with the test. `lines` collects what it prints. */
export function start(t, program, args, options = {}) {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop();
      lines.push(...parts);
    });
  }
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const stop = async (signal = "SIGTERM") => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  t.after(() => stop("SIGKILL"));
  return { child, lines, stop, ended };
}

/** Asks again until `probe` gives something, at most `seconds`. */
export async function until(what, probe, seconds = 60) {
  const end = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < end) {
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within ${seconds} s: ${what}${last ? ` (${last.message})` : ""}`);
}
