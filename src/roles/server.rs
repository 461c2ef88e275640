//! The native server: page, companion, provider API, secondary name server.
