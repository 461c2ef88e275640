//! Messages between page, worker and server. No logic.

pub mod companion;
