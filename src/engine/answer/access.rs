//! Who may ask about a zone, transfer it, send NOTIFY for it: address, key, transport.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use super::{Client, Transport};
use crate::engine::dns::{Name, NameFault, NameRef};

/// One permission: `CIDR` or `CIDR,KEY`. With a key, only messages signed with it pass; without, any or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    network: IpAddr,
    prefix: u8,
    key: Option<Name>,
    transport: Option<Transport>,
}

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleFault {
    /// Not an IPv4 or IPv6 address.
    Address,
    /// The prefix length is no number, or longer than the address.
    Prefix,
    /// The key's name is none.
    Key(NameFault),
}

/// What may be done with one zone, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Who may ask for its records; none: everybody.
    pub query: Option<Vec<Rule>>,
    /// Who gets the whole zone. Empty: nobody.
    pub transfer: Vec<Rule>,
    /// Whose NOTIFY is listened to: the zone's primaries.
    pub notify: Vec<Rule>,
}

impl Default for Access {
    /// Records to everybody, the whole zone only to this machine itself, NOTIFY from nobody.
    fn default() -> Self {
        let loopback = [Rule::network(Ipv4Addr::LOCALHOST.into(), 8), Rule::network(Ipv6Addr::LOCALHOST.into(), 128)];
        Self { query: None, transfer: loopback.into_iter().collect(), notify: Vec::new() }
    }
}

impl Access {
    /// Whether `client`, with a message signed by `key` or by none, may ask for records.
    #[must_use]
    pub fn may_query(&self, client: Client, key: Option<NameRef<'_>>) -> bool {
        self.query.as_ref().is_none_or(|rules| rules.iter().any(|rule| rule.allows(client, key)))
    }

    /// Whether it may transfer.
    #[must_use]
    pub fn may_transfer(&self, client: Client, key: Option<NameRef<'_>>) -> bool {
        self.transfer.iter().any(|rule| rule.allows(client, key))
    }

    /// Whether it may send NOTIFY.
    #[must_use]
    pub fn may_notify(&self, client: Client, key: Option<NameRef<'_>>) -> bool {
        self.notify.iter().any(|rule| rule.allows(client, key))
    }
}

impl Rule {
    /// Anyone of a network, with or without a key. A prefix longer than the address means the one address.
    #[must_use]
    pub fn network(network: IpAddr, prefix: u8) -> Self {
        let prefix = prefix.min(width(network));
        Self { network: mask(network, prefix), prefix, key: None, transport: None }
    }

    /// The one address.
    #[must_use]
    pub fn host(address: IpAddr) -> Self {
        Self::network(address, u8::MAX)
    }

    /// The same, but only signed with this key.
    #[must_use]
    pub fn with_key(self, key: Name) -> Self {
        Self { key: Some(key), ..self }
    }

    /// The same, but only over this transport.
    #[must_use]
    pub fn over(self, transport: Transport) -> Self {
        Self { transport: Some(transport), ..self }
    }

    /// The key that must have signed, if one must.
    #[must_use]
    pub const fn key(&self) -> Option<&Name> {
        self.key.as_ref()
    }

    /// Whether the rule lets this client through.
    #[must_use]
    pub fn allows(&self, client: Client, key: Option<NameRef<'_>>) -> bool {
        self.covers(client.address)
            && self.transport.is_none_or(|wanted| client.transport == wanted)
            && self.key.as_ref().is_none_or(|wanted| key == Some(wanted.as_ref()))
    }

    /// Whether the address is of the rule's network.
    #[must_use]
    pub fn covers(&self, address: IpAddr) -> bool {
        // An IPv4 client on a socket of both families arrives as ::ffff:192.0.2.1.
        let address = address.to_canonical();
        address.is_ipv4() == self.network.is_ipv4() && mask(address, self.prefix) == self.network
    }
}

impl FromStr for Rule {
    type Err = RuleFault;

    /// Reads `192.0.2.0/24`, `2001:db8::1`, `192.0.2.0/24,transfer.key`.
    fn from_str(text: &str) -> Result<Self, RuleFault> {
        let (network, key) = match text.split_once(',') {
            Some((network, key)) => (network, Some(Name::absolute(key.trim()).map_err(RuleFault::Key)?)),
            None => (text, None),
        };
        let (address, prefix) = match network.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (network.trim(), None),
        };
        let address: IpAddr = address.parse().map_err(|_| RuleFault::Address)?;
        let most = width(address);
        let prefix = match prefix {
            Some(digits) => digits.parse().ok().filter(|p| *p <= most).ok_or(RuleFault::Prefix)?,
            None => most,
        };
        Ok(Self { key, ..Self::network(address, prefix) })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.network, self.prefix)?;
        match &self.key {
            Some(key) => write!(f, ",{}", key.as_ref().without_dot()),
            None => Ok(()),
        }
    }
}

const fn width(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(_) => 32,
        IpAddr::V6(_) => 128,
    }
}

fn mask(address: IpAddr, prefix: u8) -> IpAddr {
    let prefix = u32::from(prefix);
    match address {
        IpAddr::V4(v4) => Ipv4Addr::from(u32::from(v4) & u32::MAX.checked_shl(32 - prefix.min(32)).unwrap_or(0)).into(),
        IpAddr::V6(v6) => {
            Ipv6Addr::from(u128::from(v6) & u128::MAX.checked_shl(128 - prefix.min(128)).unwrap_or(0)).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(rule: &str, address: &str, key: Option<&str>) -> bool {
        let key = key.map(|k| Name::absolute(k).unwrap());
        let client = Client { address: address.parse().unwrap(), transport: Transport::Tcp };
        rule.parse::<Rule>().unwrap().allows(client, key.as_ref().map(Name::as_ref))
    }

    #[test]
    fn address_and_key_must_both_match() {
        assert!(allows("192.0.2.0/24", "192.0.2.255", None));
        assert!(allows("192.0.2.0/24", "::ffff:192.0.2.1", Some("any")));
        assert!(!allows("192.0.2.0/24", "192.0.3.0", None));
        assert!(allows("0.0.0.0/0", "203.0.113.9", None));
        assert!(!allows("0.0.0.0/0", "2001:db8::1", None));
        assert!(allows("2001:db8::/32", "2001:db8:ffff::1", None));
        assert!(allows("::/0,Key.One.", "2001:db8::1", Some("key.one")));
        assert!(!allows("::/0,key.one", "2001:db8::1", Some("key.two")));
        assert!(!allows("::/0,key.one", "2001:db8::1", None));
    }

    #[test]
    fn a_transport_narrows_a_rule() {
        let rule = "192.0.2.0/24".parse::<Rule>().unwrap().over(Transport::Tls);
        let over = |transport| rule.allows(Client { address: "192.0.2.1".parse().unwrap(), transport }, None);
        assert_eq!([Transport::Udp, Transport::Tcp, Transport::Tls].map(over), [false, false, true]);
        let access = Access { query: Some(vec![rule]), ..Access::default() };
        let client = Client { address: "192.0.2.1".parse().unwrap(), transport: Transport::Udp };
        assert!(!access.may_query(client, None) && Access::default().may_query(client, None));
    }

    #[test]
    fn rules_are_read_strictly() {
        assert_eq!("192.0.2.0/33".parse::<Rule>(), Err(RuleFault::Prefix));
        assert_eq!("192.0.2.0/".parse::<Rule>(), Err(RuleFault::Prefix));
        assert_eq!("192.0.2".parse::<Rule>(), Err(RuleFault::Address));
        assert_eq!("192.0.2.1,a..b".parse::<Rule>(), Err(RuleFault::Key(NameFault::EmptyLabel)));
        assert_eq!("192.0.2.77/24,K.".parse::<Rule>().unwrap().to_string(), "192.0.2.0/24,K");
    }
}
