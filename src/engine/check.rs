//! Rules over a zone's content, one concept a file.
