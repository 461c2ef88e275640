//! The wish as text for other tools: the provider's side as calls, the primary's side as configuration.
//!
//! Secrets are never written: scripts read them from the environment, configurations hold [`SECRET`] where one belongs.
//! [`Export::proof`] is how far the text was proved, as docs/exports.md says for each.

mod curl;
mod firewall;
mod hcl;
mod primary;
mod sdk;
mod site;
mod xot;

use super::{Date, Desired};

pub use site::Site;

/// Stands where a secret belongs in a configuration.
pub const SECRET: &str = "SECRET";

/// A tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Export {
    /// bash with curl and jq.
    Curl,
    /// The same calls in the words of the article of 2018: masters, account tags.
    Article,
    /// HCL for the provider's own plugin, version 5.
    Terraform,
    /// PyPI `cloudflare`.
    Python,
    /// npm `cloudflare`.
    JavaScript,
    /// A configuration that compares the primary with what the provider holds.
    OctoDns,
    /// `named.conf`.
    Bind,
    /// `knot.conf`.
    Knot,
    /// `nsd.conf`.
    Nsd,
    /// `pdnsutil` commands.
    PowerDns,
    /// The same in the tables of a PowerDNS database.
    PowerDnsSql,
    /// Calls of Technitium's HTTP API.
    Technitium,
    /// PowerShell and dnscmd.
    WindowsDns,
    /// A table for `nft -f`.
    Nftables,
    /// `ufw` commands.
    Ufw,
}

/// How far an export was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A test runs it with the real tool, and the zone arrives.
    LoadedAndTransferred,
    /// A test has the real tool, or its language's parser, read it.
    SyntaxOnly,
    /// Neither run nor read by its tool.
    NotProvedHere,
}

impl Proof {
    /// As docs/exports.md and the page say it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::LoadedAndTransferred => "loaded and transferred",
            Self::SyntaxOnly => "syntax only",
            Self::NotProvedHere => "not proved here",
        }
    }
}

impl Export {
    /// All of them: the provider's side, the primary's, the firewall's.
    pub const ALL: [Self; 15] = [
        Self::Curl,
        Self::Article,
        Self::Terraform,
        Self::Python,
        Self::JavaScript,
        Self::OctoDns,
        Self::Bind,
        Self::Knot,
        Self::Nsd,
        Self::PowerDns,
        Self::PowerDnsSql,
        Self::Technitium,
        Self::WindowsDns,
        Self::Nftables,
        Self::Ufw,
    ];

    /// What is written for the primary itself, as tabs show it, and the firewall before it.
    pub const PRIMARY: [Self; 7] =
        [Self::Bind, Self::Knot, Self::Nsd, Self::PowerDns, Self::Technitium, Self::WindowsDns, Self::Nftables];

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Article => "curl, as the article says",
            Self::Terraform => "Terraform",
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
            Self::OctoDns => "octoDNS",
            Self::Bind => "BIND",
            Self::Knot => "Knot",
            Self::Nsd => "NSD",
            Self::PowerDns => "PowerDNS (pdnsutil)",
            Self::PowerDnsSql => "PowerDNS (SQL)",
            Self::Technitium => "Technitium",
            Self::WindowsDns => "Windows DNS",
            Self::Nftables => "nftables",
            Self::Ufw => "ufw",
        }
    }

    /// A file name for it.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Curl => "apply.sh",
            Self::Article => "article.sh",
            Self::Terraform => "secondary.tf",
            Self::Python => "apply.py",
            Self::JavaScript => "apply.mjs",
            Self::OctoDns => "octodns.yaml",
            Self::Bind => "named.conf",
            Self::Knot => "knot.conf",
            Self::Nsd => "nsd.conf",
            Self::PowerDns => "powerdns.sh",
            Self::PowerDnsSql => "powerdns.sql",
            Self::Technitium => "technitium.sh",
            Self::WindowsDns => "windows.ps1",
            Self::Nftables => "transfer.nft",
            Self::Ufw => "ufw.sh",
        }
    }

    /// How far it was proved.
    #[must_use]
    pub const fn proof(self) -> Proof {
        match self {
            Self::Curl
            | Self::Article
            | Self::Python
            | Self::JavaScript
            | Self::OctoDns
            | Self::Bind
            | Self::Knot
            | Self::Nsd
            | Self::PowerDns
            | Self::PowerDnsSql => Proof::LoadedAndTransferred,
            Self::Technitium | Self::WindowsDns | Self::Ufw => Proof::NotProvedHere,
            _ => Proof::SyntaxOnly,
        }
    }

    /// What begins a comment in it.
    #[must_use]
    pub const fn comment(self) -> &'static str {
        match self {
            Self::Bind | Self::JavaScript => "//",
            Self::PowerDnsSql => "--",
            _ => "#",
        }
    }

    /// The text. `today` decides which of the provider's addresses are still in use.
    #[must_use]
    pub fn write(self, want: &Desired, site: &Site, today: Date) -> String {
        self.write_with(want, site, today, None)
    }

    /// The same, for the primary's side with the key's `secret` (base64) where [`SECRET`] stands otherwise: for the one who
    /// holds the key and copies it there.
    #[must_use]
    pub fn write_with(self, want: &Desired, site: &Site, today: Date, secret: Option<&str>) -> String {
        let setup = primary::Setup::new(want, site, today, secret);
        match self {
            Self::Curl => curl::script(want, site),
            Self::Article => curl::article(want, site),
            Self::Terraform => hcl::terraform(want),
            Self::Python => sdk::python(want, site),
            Self::JavaScript => sdk::javascript(want, site),
            Self::OctoDns => sdk::octodns(want, site),
            Self::Bind => setup.bind(),
            Self::Knot => setup.knot(),
            Self::Nsd => setup.nsd(),
            Self::PowerDns => setup.pdnsutil(),
            Self::PowerDnsSql => setup.pdns_sql(),
            Self::Technitium => setup.technitium(),
            Self::WindowsDns => setup.windows(),
            Self::Nftables => firewall::nftables(&setup),
            Self::Ufw => firewall::ufw(&setup),
        }
    }
}
