//! DNSSEC as functions over octets: fields of its records, signing form, key tags, digests, hashed names, coverage,
//! verification (RFC 4033 to 4035, RFC 5155).
//!
//! Nothing here walks a zone or judges it; that is `check`'s. A record type is a borrowed view on its RDATA that is none
//! when the octets are no such RDATA. [`verify`] does the arithmetic with RustCrypto; Ed448 is left out while its crate
//! has pre-releases only.

mod algorithm;
mod bitmap;
mod digest;
mod key;
mod nsec;
mod nsec3;
mod rrsig;
pub mod verify;

pub use algorithm::{Algorithm, DigestType, Standing};
pub use bitmap::TypeBitmap;
pub use digest::Ds;
pub use key::{Dnskey, key_tag};
pub use nsec::{Nsec, covers_name};
pub use nsec3::{HASH_SHA1, Nsec3, Nsec3Param, OPT_OUT, covers_hash, hash_of_owner, owner_of_hash};
pub use rrsig::Rrsig;
