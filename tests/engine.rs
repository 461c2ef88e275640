//! The engine from outside: goldens, vectors, properties. One `mod` a topic.

#[path = "engine/zone.rs"]
mod zone;
#[path = "engine/rdata.rs"]
mod rdata;
#[path = "engine/zonefile.rs"]
mod zonefile;
#[path = "engine/tsig.rs"]
mod tsig;
