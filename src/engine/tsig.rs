//! TSIG: keys in any vendor's form, signing and verifying (RFC 8945).
