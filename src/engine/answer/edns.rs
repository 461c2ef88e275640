//! What EDNS options say beside an answer: why it is none (RFC 8914), and how long a zone is still good (RFC 7314).

/// Why an answer is none, as INFO-CODE numbers (IANA "Extended DNS Error Codes").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Reason {
    /// RFC 8914 §4.15: the zone has not been transferred yet.
    NotReady = 14,
    /// RFC 8914 §4.19: access rules say no.
    Prohibited = 18,
    /// RFC 8914 §4.21: no zone of ours.
    NotAuthoritative = 20,
    /// RFC 8914 §4.22: an opcode or type that is not served.
    NotSupported = 21,
    /// RFC 8914 §4.25: the zone expired.
    InvalidData = 24,
    /// RFC 9276 §3.2: the zone wants more hashing than we do.
    Nsec3Iterations = 27,
}

/// OPTION-CODE of EDNS EXPIRE (RFC 7314 §2).
pub(super) const EXPIRE: u16 = 9;
/// OPTION-CODE of extended errors (RFC 8914 §2).
const ERROR: u16 = 15;

impl Reason {
    /// Appends the option, without a text for people.
    pub(super) fn put(self, out: &mut Vec<u8>) {
        put(out, ERROR, &(self as u16).to_be_bytes());
    }
}

/// Appends an option (RFC 6891 §6.1.2).
pub(super) fn put(out: &mut Vec<u8>, code: u16, data: &[u8]) {
    out.extend_from_slice(&code.to_be_bytes());
    out.extend_from_slice(&u16::try_from(data.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend_from_slice(data);
}
