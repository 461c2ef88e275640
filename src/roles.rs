//! Who runs the engine and the product. The only floor that touches the world. No role knows another, except that the
//! command line starts the server.

#[cfg(feature = "server")]
pub mod cli;
#[cfg(feature = "module")]
pub mod module;
#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "web")]
pub mod web;
#[cfg(feature = "worker")]
pub mod worker;
