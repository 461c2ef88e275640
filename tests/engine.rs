//! The engine from outside: goldens, vectors, properties. One `mod` a topic.

#[path = "engine/zonefile.rs"]
mod zonefile;
