//! What fuzzing kept, replayed: the inputs of `fuzz/corpus`, each also with a few octets changed, and the seeds of other
//! projects' fuzzers where `../shared/corpus` is at hand. The targets' bodies assert; here nothing may fail or take long.

#[path = "../../fuzz/bodies.rs"]
mod bodies;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::corpus::corpus;

/// The longest that one input may take, in an unoptimised build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// All files below `folder`, sorted.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn run(name: &str, target: fn(&[u8]), data: &[u8]) {
    let began = Instant::now();
    target(data);
    assert!(began.elapsed() < PATIENCE, "{name} took {:?}", began.elapsed());
}

#[test]
fn kept_inputs_hold_also_with_octets_changed() {
    for (name, target) in bodies::ALL {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let files = below(&folder);
        assert!(files.len() > 5, "{} is empty", folder.display());
        // The same changes in every run.
        let mut state = 7_u64;
        for file in files {
            let mut data = fs::read(&file).unwrap();
            run(name, target, &data);
            for _ in 0..4 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let [a, b, c, d, ..] = state.to_be_bytes();
                let at = usize::from(u16::from_be_bytes([a, b])) % data.len().max(1);
                match data.get_mut(at) {
                    Some(octet) if d < 200 => *octet = c,
                    Some(_) => drop(data.remove(at)),
                    None => data.push(c),
                }
                run(name, target, &data);
            }
        }
    }
}

#[test]
fn seeds_of_other_fuzzers_get_an_answer() {
    let Some(folder) = corpus("fuzz-seeds") else { return };
    let files = below(&folder);
    assert!(files.len() > 100, "only {} seeds", files.len());
    for file in files {
        let data = fs::read(&file).unwrap();
        for (name, target) in bodies::ALL {
            // As they are, and behind the type that the target for RDATA wants first.
            run(name, target, &data);
            run(name, target, &[&[0, 16], data.as_slice()].concat());
        }
    }
}
