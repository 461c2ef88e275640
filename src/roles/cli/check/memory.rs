//! Memory in huge pages: the C library asks the system for them where its tunables say so, which it reads once, as a program
//! starts. So the check of a large file starts the program a second time, with them set.

use std::fs;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Octets of a file whose check saves more than a start costs, which is two milliseconds.
const LARGE: u64 = 4 << 20;

/// Where glibc looks; a caller who sets it knows better.
const VARIABLE: &str = "GLIBC_TUNABLES";

/// Says that this is the second start: a program with rights of its own (AT_SECURE) loses the variable above each time.
const AGAIN: &str = "UNDERSTUDY_STARTED_AGAIN";

/// Huge pages; one heap for all threads, since only the first is mapped so; no memory given back before the end.
const TUNABLES: &str = "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1:glibc.malloc.trim_threshold=17179869184";

/// Starts the program again in this process if that makes the check of `file` quicker. Where it cannot be done, the check goes
/// on with pages of 4 KiB.
pub(super) fn in_huge_pages(file: &Path) {
    let reads_tunables = cfg!(all(target_os = "linux", target_env = "gnu"));
    let is_large = || fs::metadata(file).is_ok_and(|meta| meta.is_file() && meta.len() >= LARGE);
    let is_set = |variable| std::env::var_os(variable).is_some();
    if !reads_tunables || is_set(VARIABLE) || is_set(AGAIN) || !is_large() {
        return;
    }
    let mut arguments = std::env::args_os();
    if let (Some(name), Ok(program)) = (arguments.next(), std::env::current_exe())
        // Started by a loader that was named, the program in memory is the loader.
        && Path::new(&name).file_name() == program.file_name()
    {
        // It comes back only if it failed.
        let _failure = Command::new(program).arg0(name).args(arguments).env(VARIABLE, TUNABLES).env(AGAIN, "1").exec();
    }
}
