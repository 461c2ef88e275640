//! What is said about catalogs and their members. English: `diag/english/catalog.rs`.

#![expect(missing_docs, reason = "each code has its text in the catalogue")]

use crate::engine::diag::Code;

// One a line, sorted; the first block is why a catalog is not processed, the second what came of its members.

pub static CATALOG_COO_REPEATED: Code = Code::error("catalog-coo-repeated", &["RFC 9432 §4.3.1"]);
pub static CATALOG_LARGE: Code = Code::error("catalog-large", &[]);
pub static CATALOG_MEMBER_REPEATED: Code = Code::error("catalog-member-repeated", &["RFC 9432 §4.1"]);
pub static CATALOG_NO_VERSION: Code = Code::error("catalog-no-version", &["RFC 9432 §4.2.1"]);
pub static CATALOG_PTR_REPEATED: Code = Code::error("catalog-ptr-repeated", &["RFC 9432 §4.1"]);
pub static CATALOG_VERSION: Code = Code::error("catalog-version-unknown", &["RFC 9432 §4.2.1"]);
pub static CATALOG_VERSION_REPEATED: Code = Code::error("catalog-version-repeated", &["RFC 9432 §4.2.1"]);

pub static CATALOG_ADDED: Code = Code::info("catalog-added", &["RFC 9432 §4.1"]);
pub static CATALOG_CLASH: Code = Code::error("catalog-clash", &["RFC 9432 §5.2"]);
pub static CATALOG_MOVED: Code = Code::info("catalog-moved", &["RFC 9432 §4.3.1"]);
pub static CATALOG_NOT_ADMITTED: Code = Code::warning("catalog-not-admitted", &["RFC 9432 §7"]);
pub static CATALOG_READ: Code = Code::info("catalog-read", &["RFC 9432 §4"]);
pub static CATALOG_REGROUPED: Code = Code::info("catalog-regrouped", &["RFC 9432 §4.3.2"]);
pub static CATALOG_RELEASED: Code = Code::info("catalog-released", &[]);
pub static CATALOG_REMOVED: Code = Code::info("catalog-removed", &["RFC 9432 §5.3"]);
pub static CATALOG_RESET: Code = Code::info("catalog-reset", &["RFC 9432 §5.4"]);
pub static CATALOG_TAKEN: Code = Code::error("catalog-taken", &["RFC 9432 §5.2"]);
pub static CATALOG_YIELDED: Code = Code::info("catalog-yielded", &["RFC 9432 §5.2"]);
