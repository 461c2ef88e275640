//! The engine from outside: goldens, vectors, properties. One `mod` a topic.

#[path = "engine/one_fault.rs"]
mod one_fault;
#[path = "engine/zone.rs"]
mod zone;
#[path = "engine/rdata.rs"]
mod rdata;
#[path = "engine/zonefile.rs"]
mod zonefile;
#[path = "engine/tsig.rs"]
mod tsig;
#[path = "engine/message.rs"]
mod message;
#[path = "engine/rdata_properties.rs"]
mod rdata_properties;
#[path = "engine/vectors.rs"]
mod vectors;
