//! Messages between page, worker and server. No logic.

pub mod article;
pub mod companion;
pub mod compared;
pub mod difference;
pub mod key;
pub mod nameservers;
pub mod policy;
pub mod rehearsal;
pub mod report;
pub mod worker;
pub mod zones;
