//! Zone files: text to records and diagnostics, records to text (RFC 1035 §5).
