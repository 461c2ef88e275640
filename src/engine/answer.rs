//! A question and a snapshot to a response: SOA, AXFR, and who may ask.
