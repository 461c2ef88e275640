#!/usr/bin/env python3
"""Takes out the guards of tests/guards.toml one at a time, and shows that their tests hold them: with all in place they pass,
without it one fails. A copy of the tree is built once for each test binary, with a switch in the place of every guard; the
product has none. usage: scripts/guards.py [ID…]; an ID is a guard's, the beginning of one, or a test binary ("47-last", "26", "engine")."""
import contextlib, json, os, pathlib, re, shutil, subprocess, sys, tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
# A target folder of its own: cargo takes two copies of one package for the same, and what was built here must never be run elsewhere.
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve() / "guards"
os.environ["CARGO_TARGET_DIR"] = str(TARGET)
# What loops for ever without its guard, and what waits for a condition, has failed by then.
PATIENCE_S = 240
SWITCH = '''
/// Whether this guard is the one that is taken out.
#[must_use]
pub fn guard_off(id: &str) -> bool {
    std::env::var("UNDERSTUDY_GUARD_OFF").is_ok_and(|off| off == id)
}
'''
KINDS = {
    "engine": ["--no-default-features", "--test", "engine"],
    "lib": ["--lib"],
    "server": ["--test", "server"],
    "loom": ["--manifest-path", "tests/loom/Cargo.toml"],
}


def copy(to):
    shutil.rmtree(to, ignore_errors=True)
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            # With the time of now: it is never taken for what was built before.
            shutil.copy(ROOT / name, to / name)


def switch(tree, guards):
    for guard in guards:
        path = tree / "src" / guard["file"]
        text = path.read_text()
        if text.count(guard["was"]) != 1:
            raise SystemExit(f"guard {guard['id']}: its text stands {text.count(guard['was'])} times in {guard['file']}")
        path.write_text(text.replace(guard["was"], re.sub(r"\bOFF\b", f'crate::guard_off("{guard["id"]}")', guard["off"])))
    for lib in [tree / "src/lib.rs", tree / "tests/loom/src/lib.rs"]:
        lib.write_text(lib.read_text() + SWITCH)


def build(tree, kind):
    words = ["cargo", "test", "--locked", "--quiet", "--no-run", "--message-format=json", *KINDS[kind]]
    made = subprocess.run(words, cwd=tree, stdout=subprocess.PIPE, text=True)
    if made.returncode:
        raise SystemExit(f"the tree with its switches does not compile ({kind})")
    artefacts = [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]
    found = [a["executable"] for a in artefacts if a.get("executable") and a["profile"]["test"]]
    return found[-1]


def run(tree, binary, test, off):
    """Whether the tests of that name pass."""
    environment = {**os.environ, "UNDERSTUDY_GUARD_OFF": off, "CARGO_MANIFEST_DIR": str(tree)}
    child = subprocess.Popen([binary, test], cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        text, _ = child.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, 9)
        child.communicate()
        return False
    # A test that failed may leave the servers that it started.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, 9)
    if "running 0 tests" in text or "skipped:" in text:
        raise SystemExit(f"the test {test} is not there, or did not run")
    return child.returncode == 0


def main():
    wanted = sys.argv[1:]
    all_guards = tomllib.loads((ROOT / "tests/guards.toml").read_text())["guard"]
    chosen = [g for g in all_guards if not wanted or any(w in (g["id"], g["binary"]) or g["id"].startswith(w + "-") for w in wanted)]
    silent = []
    for kind in KINDS:
        guards = [g for g in chosen if g["binary"] == kind]
        if not guards:
            continue
        tree = TARGET / "trees" / "understudy"
        copy(tree)
        if (ROOT.parent / "shared").exists() and not (tree.parent / "shared").exists():
            (tree.parent / "shared").symlink_to((ROOT.parent / "shared").resolve())
        switch(tree, [g for g in all_guards if g["binary"] == kind])
        binary = build(tree, kind)
        for test in sorted({test for g in guards for test in g["tests"]}):
            if not run(tree, binary, test, ""):
                raise SystemExit(f"{test} fails with all guards in place")
        for guard in guards:
            red = [test for test in guard["tests"] if not run(tree, binary, test, guard["id"])]
            fails = len(red) == len(guard["tests"])
            print(f"{guard['id']:14} {'red' if fails else 'STAYS GREEN'}: {' '.join(guard['tests'])}", flush=True)
            if not fails:
                silent.append(guard["id"])
    print(f"{len(chosen) - len(silent)} of {len(chosen)} guards are held by their tests")
    if silent:
        raise SystemExit(f"not held: {' '.join(silent)}")


main()
