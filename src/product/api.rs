//! Messages between page, worker and server. No logic.

pub mod companion;
pub mod difference;
pub mod policy;
pub mod key;
pub mod report;
pub mod worker;
