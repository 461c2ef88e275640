//! Zone transfer: the client, the secondary and the session that pairs them (RFC 5936, RFC 1995, RFC 1996).
