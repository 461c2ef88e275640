//! The command line (contracts.md §1).
