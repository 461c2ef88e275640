//! What the server is started with. The command line fills it; tests may too, with port 0.

use std::net::SocketAddr;
use std::path::PathBuf;

use super::token::Token;
use crate::engine::answer::Rule;

/// Everything `serve` can be told.
#[derive(Debug)]
pub struct Config {
    /// Addresses for HTTP.
    pub listen: Vec<SocketAddr>,
    /// Addresses for DNS, each over UDP and TCP.
    pub dns: Vec<SocketAddr>,
    /// The folder of the database.
    pub data: PathBuf,
    /// Who may transfer every zone, besides this machine itself.
    pub allow_transfer: Vec<Rule>,
    /// What the companion and the provider API ask for.
    pub token: Token,
    /// Host names besides the listen addresses and `localhost` that a request may name.
    pub hosts: Vec<String>,
    /// A folder to serve the page from, instead of the embedded one.
    pub www: Option<PathBuf>,
}
