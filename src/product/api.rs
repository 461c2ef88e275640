//! Messages between page, worker and server. No logic.
