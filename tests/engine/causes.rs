//! The log lines of product/cause against the programs that write them: every phrase that is looked for must be in them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use understudy::product::cause::{Program, ROWS};

/// Where Debian has a program and the libraries with its words; the C library has the operating system's.
fn files(program: Program) -> Vec<PathBuf> {
    let libraries: &[&str] = match program {
        Program::Bind => &["libdns-9", "libns-9", "libisc-9"],
        Program::Knot => &["libknot.so", "libdnssec.so"],
        Program::Nsd | Program::PowerDns | Program::Any => &[],
    };
    let binary = match program {
        Program::Bind => "/usr/sbin/named",
        Program::Knot => "/usr/sbin/knotd",
        Program::Nsd => "/usr/sbin/nsd",
        Program::PowerDns => "/usr/sbin/pdns_server",
        Program::Any => return Vec::new(),
    };
    let mut files = vec![PathBuf::from(binary)];
    for folder in ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"] {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name == "libc.so.6" || libraries.iter().any(|library| name.starts_with(library))
        };
        files.extend(entries.map(|entry| entry.path()).filter(named));
    }
    files
}

/// The printable texts of a program, in small letters.
fn words(files: &[PathBuf]) -> String {
    let text = |path: &PathBuf| {
        let octets = std::fs::read(path).unwrap_or_default();
        octets
            .iter()
            .map(|o| if (b' '..=b'~').contains(o) { char::from(o.to_ascii_lowercase()) } else { '\n' })
            .collect()
    };
    files.iter().map(text).collect::<Vec<String>>().join("\n")
}

#[test]
fn what_is_looked_for_is_what_the_programs_write() {
    let mut wrong = Vec::new();
    let mut texts: BTreeMap<Program, String> = BTreeMap::new();
    for program in [Program::Bind, Program::Knot, Program::Nsd, Program::PowerDns] {
        let files = files(program);
        if Path::new(&files[0]).is_file() {
            texts.insert(program, words(&files));
        } else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is not installed", program.title());
            writeln!(std::io::stderr(), "skipped: {} is not installed", program.title()).unwrap();
        }
    }
    for row in ROWS {
        let Some(text) = texts.get(&row.program) else { continue };
        let absent = row.phrases().filter(|phrase| !text.contains(&phrase.trim().to_lowercase()));
        wrong.extend(absent.map(|phrase| format!("{}: «{phrase}» in {}", row.program.title(), row.example())));
    }
    assert!(wrong.is_empty(), "not in the programs:\n{}", wrong.join("\n"));
}
