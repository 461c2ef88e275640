//! Linked into the recording build of the worker (scripts/profile.sh): says where the counts of branches stand in its memory,
//! in place of the runtime that writes them to a file where there are files.
#![no_std]

unsafe extern "C" {
    static __llvm_profile_raw_version: u64;
    static __start___llvm_prf_data: u8;
    static __stop___llvm_prf_data: u8;
    static __start___llvm_prf_cnts: u8;
    static __stop___llvm_prf_cnts: u8;
    static __start___llvm_prf_names: u8;
    static __stop___llvm_prf_names: u8;
}

/// Each counted module asks for it, which elsewhere links the runtime.
#[unsafe(no_mangle)]
pub static __llvm_profile_runtime: i32 = 0;

/// The form of what stands there.
#[unsafe(no_mangle)]
pub extern "C" fn profile_version() -> u64 {
    // SAFETY: the compiler defines it and nobody writes it.
    unsafe { __llvm_profile_raw_version }
}

/// Where a part begins or ends: functions, counts, names.
#[unsafe(no_mangle)]
pub extern "C" fn profile_edge(n: u32) -> *const u8 {
    match n {
        0 => &raw const __start___llvm_prf_data,
        1 => &raw const __stop___llvm_prf_data,
        2 => &raw const __start___llvm_prf_cnts,
        3 => &raw const __stop___llvm_prf_cnts,
        4 => &raw const __start___llvm_prf_names,
        _ => &raw const __stop___llvm_prf_names,
    }
}
