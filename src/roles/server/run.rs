//! Starts the server and ends it: binds everything first, so that what was printed as open is open.

mod bind;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::catalogs;
use super::config::{Settings, Tls};
use super::driver::Control;
use super::listen::{self, Responder};
use super::net;
use super::policies::Policies;
use super::reread::Reread;
use super::store::{self, Store, sqlite::Sqlite};
use super::transfer::Transfers;
use super::{App, Config, http};

/// How long open HTTP requests may take to end; the whole must end within 5 seconds (contracts.md §2).
const GRACE: Duration = Duration::from_secs(2);

/// How often zones that could not begin for want of room are tried again.
const AGAIN: Duration = Duration::from_secs(10);

/// A server with everything bound and its tasks running.
pub struct Running {
    http: Vec<SocketAddr>,
    /// The first of them speaks HTTPS.
    secure: bool,
    dns: Vec<SocketAddr>,
    xot: Vec<SocketAddr>,
    /// Certificates, with the files that they are read from.
    papers: Vec<(net::Renewed, Tls)>,
    app: App,
    stop: watch::Sender<bool>,
    /// Ended by their own will, so that a response is not cut off.
    tasks: JoinSet<()>,
    listeners: JoinSet<()>,
}

/// Opens the store, binds every address and starts the tasks. When it returns, HTTP, DNS over UDP and DNS over TCP
/// answer.
///
/// # Errors
/// What is in the way, in one line.
pub async fn start(config: Config, settings: Settings) -> Result<Running, StartFault> {
    let store = Sqlite::open(&config.data).map_err(StartFault::Store)?;
    let mut http_sockets = Vec::new();
    for &address in &config.listen {
        let secure = config.https.as_ref().is_some_and(|https| https.listen.contains(&address));
        let socket = bind::tcp(address, &config.listen).await.map_err(|e| StartFault::bind("HTTP", address, e))?;
        http_sockets.push((socket, secure));
    }
    let https = config.https.as_ref().map(|tls| net::Renewed::https(&tls.chain, &tls.key)).transpose();
    let https = https.map_err(StartFault::Certificate)?;
    let mut dns_sockets = Vec::new();
    for &address in &config.dns {
        dns_sockets.push(bind::dns(address, &config.dns).await?);
    }
    let mut tls_sockets = Vec::new();
    let xot = config.tls.as_ref().map(|tls| net::Renewed::dot(&tls.chain, &tls.key)).transpose();
    let xot = xot.map_err(StartFault::Certificate)?;
    let over_tls = config.tls.as_ref().map_or(&[][..], |tls| &tls.listen);
    for &address in over_tls {
        let bound = bind::tcp(address, over_tls).await;
        tls_sockets.push(bound.map_err(|e| StartFault::bind("zone transfers over TLS", address, e))?);
    }
    let tls_addresses = addresses(tls_sockets.iter().map(TcpListener::local_addr))?;
    let http_addresses = addresses(http_sockets.iter().map(|(socket, _)| socket.local_addr()))?;
    let secure = http_sockets.first().is_some_and(|(_, secure)| *secure);
    let dns_addresses = addresses(dns_sockets.iter().map(|(tcp, _)| tcp.local_addr()))?;
    // With the ports really bound: the page is told where to ask.
    let config = Config { dns: dns_addresses.clone(), ..config };

    let store: Arc<dyn Store> = Arc::new(store);
    let control = Control::new(Arc::clone(&store), config.allow_transfer.clone());
    if let Some(trace) = &config.trace {
        control.trace_to(Arc::clone(trace));
    }
    control.tell_from(dns_addresses.iter().map(SocketAddr::ip).collect());
    let (catalogs, words) = mpsc::unbounded_channel();
    control.catalogs_to(catalogs);
    let responder = Responder::new(control.clone(), settings.server.rate.unwrap_or_default().limits());
    control.set_keys(settings.keys.clone());
    let policies = Arc::new(Policies::load(store.as_ref(), settings).await.map_err(StartFault::Store)?);
    let app = App { control, transfers: Transfers::default(), policies, store, config: Arc::new(config) };
    let begun = app.run_zones().await;
    let again = match begun {
        // Said by the store: what is held is served, and the others begin when there is room.
        Err(_) if app.store.trouble().is_some() => true,
        other => other.map(|()| false).map_err(StartFault::Store)?,
    };
    // Only now: before, zones that we hold would be answered as if we did not.
    let mut listeners = JoinSet::new();
    listeners.spawn(catalogs::run(app.clone(), words));
    if again {
        listeners.spawn(begin_again(app.clone()));
    }
    for (tcp, udp) in dns_sockets {
        listeners.spawn(listen::tcp(tcp, None, responder.clone()));
        listeners.spawn(listen::udp(udp, responder.clone()));
    }
    for socket in tls_sockets {
        listeners.spawn(listen::tcp(socket, xot.clone(), responder.clone()));
    }
    let (stop, stopped) = watch::channel(false);
    let mut tasks = JoinSet::new();
    for (socket, secure) in http_sockets {
        match https.clone().filter(|_| secure) {
            Some(tls) => {
                let socket = http::Https::new(socket, tls).map_err(StartFault::Address)?;
                tasks.spawn(http::serve(socket, app.clone(), stopped.clone()));
            }
            None => drop(tasks.spawn(http::serve(socket, app.clone(), stopped.clone()))),
        }
    }
    let papers = [(https, app.config.https.clone()), (xot, app.config.tls.clone())];
    let papers = papers.into_iter().filter_map(|(speaks, files)| Some((speaks?, files?))).collect();
    Ok(Running {
        papers,
        secure,
        http: http_addresses,
        dns: dns_addresses,
        xot: tls_addresses,
        app,
        stop,
        tasks,
        listeners,
    })
}

impl Running {
    /// The HTTP addresses with the ports really bound, in the order asked for.
    #[must_use]
    pub fn http(&self) -> &[SocketAddr] {
        &self.http
    }

    /// Where the page is: `http://127.0.0.1:8053`, of the first address.
    #[must_use]
    pub fn origin(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        self.http.first().map(|address| format!("{scheme}://{address}")).unwrap_or_default()
    }

    /// The DNS addresses with the ports really bound, in the order asked for.
    #[must_use]
    pub fn dns(&self) -> &[SocketAddr] {
        &self.dns
    }

    /// The addresses for zone transfers over TLS, likewise.
    #[must_use]
    pub fn xot(&self) -> &[SocketAddr] {
        &self.xot
    }

    /// The running zones.
    #[must_use]
    pub const fn control(&self) -> &Control {
        &self.app.control
    }

    /// Reads the configuration file again. With a broken one everything goes on as it was.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub async fn reread(&self) -> Result<Reread, String> {
        self.app.reread().await
    }

    /// Reads certificates and their keys again; how many were. A bad one changes nothing: handshakes go on with the one
    /// from before.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub async fn reread_certificates(&self) -> Result<usize, String> {
        let papers = self.papers.clone();
        let work = move || {
            papers
                .iter()
                .map(|(speaks, files)| speaks.read_again(&files.chain, &files.key))
                .collect::<Result<Vec<_>, _>>()
        };
        let read = tokio::task::spawn_blocking(work).await.map_err(|e| e.to_string())?;
        read.map(|read| read.len())
    }

    /// Ends all work: transfers under way are given up, HTTP requests have [`GRACE`] to end. What was committed stays.
    pub async fn stop(mut self) {
        self.listeners.shutdown().await;
        self.app.control.stop();
        self.stop.send_replace(true);
        let ended = async { while self.tasks.join_next().await.is_some() {} };
        // What is still open then (an event stream somebody watches) is cut.
        let _ = timeout(GRACE, ended).await;
        self.tasks.shutdown().await;
    }
}

/// Begins the zones that could not begin, once there is room.
async fn begin_again(app: App) {
    loop {
        tokio::time::sleep(AGAIN).await;
        match app.run_zones().await {
            Ok(()) => return,
            Err(fault) => tracing::debug!(%fault, "zones cannot begin yet"),
        }
    }
}

fn addresses(of: impl Iterator<Item = io::Result<SocketAddr>>) -> Result<Vec<SocketAddr>, StartFault> {
    of.collect::<Result<_, _>>().map_err(StartFault::Address)
}

/// Why the server did not start; its `Display` is the one line that `serve` ends with.
#[derive(Debug)]
pub enum StartFault {
    /// The store.
    Store(store::Fault),
    /// The certificate or its key.
    Certificate(String),
    /// An address could not be bound.
    Bind {
        /// What for.
        role: &'static str,
        /// The address.
        address: SocketAddr,
        /// The system's answer.
        error: io::Error,
    },
    /// The system does not tell what was bound.
    Address(io::Error),
}

impl StartFault {
    const fn bind(role: &'static str, address: SocketAddr, error: io::Error) -> Self {
        Self::Bind { role, address, error }
    }
}

impl fmt::Display for StartFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(fault) => write!(f, "{fault}"),
            Self::Certificate(why) => f.write_str(why),
            Self::Bind { role, address, error } if error.kind() == io::ErrorKind::AddrInUse => {
                write!(f, "{role} {address}: the port is in use by another program")
            }
            Self::Bind { role, address, error } if error.kind() == io::ErrorKind::PermissionDenied => {
                write!(f, "{role} {address}: not permitted to bind this port (those below 1024 need a privilege)")
            }
            Self::Bind { role, address, error } => write!(f, "{role} {address}: {error}"),
            Self::Address(error) => write!(f, "cannot read a bound address: {error}"),
        }
    }
}

impl std::error::Error for StartFault {}
