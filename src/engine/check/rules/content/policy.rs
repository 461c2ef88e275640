//! The policies that are lists of tags: how to know them by their text and by their owner.

use crate::engine::dns::NameRef;

/// A policy in a TXT record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Policy {
    Dmarc,
    Dkim,
    MtaSts,
    TlsReports,
    Bimi,
}

/// What a text turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Not meant to be the policy that is looked for here.
    Other,
    /// Meant to be, but consumers do not see it.
    Broken,
    /// What consumers take for the policy.
    Whole,
}

impl Policy {
    const ALL: [Self; 5] = [Self::Dmarc, Self::Dkim, Self::MtaSts, Self::TlsReports, Self::Bimi];

    /// Its name in messages.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Dmarc => "DMARC",
            Self::Dkim => "DKIM",
            Self::MtaSts => "MTA-STS",
            Self::TlsReports => "TLSRPT",
            Self::Bimi => "BIMI",
        }
    }

    /// The value of its tag `v`.
    pub(super) const fn version(self) -> &'static str {
        match self {
            Self::Dmarc => "DMARC1",
            Self::Dkim => "DKIM1",
            Self::MtaSts => "STSv1",
            Self::TlsReports => "TLSRPTv1",
            Self::Bimi => "BIMI1",
        }
    }

    /// The owners that consumers look at.
    pub(super) const fn expected(self) -> &'static str {
        match self {
            Self::Dmarc => "_dmarc.DOMAIN",
            Self::Dkim => "SELECTOR._domainkey.DOMAIN",
            Self::MtaSts => "_mta-sts.DOMAIN",
            Self::TlsReports => "_smtp._tls.DOMAIN",
            Self::Bimi => "SELECTOR._bimi.DOMAIN",
        }
    }

    /// How its version begins, in lower case.
    const fn beginning(self) -> &'static [u8] {
        match self {
            Self::Dmarc => b"dmarc",
            Self::Dkim => b"dkim",
            Self::MtaSts => b"sts",
            Self::TlsReports => b"tlsrpt",
            Self::Bimi => b"bimi",
        }
    }

    /// The policy that a text begins with, whether or not its version is right, or blanks stand before it.
    pub(super) fn of_text(text: &[u8]) -> Option<Self> {
        let (b'v' | b'V', rest) = text.trim_ascii_start().split_first()? else { return None };
        let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let begins = |known: &[u8]| rest.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known));
        Self::ALL.into_iter().find(|policy| begins(policy.beginning()))
    }

    /// The policy that is looked for at a name.
    pub(super) fn of_owner(owner: NameRef<'_>) -> Option<Self> {
        let mut labels = owner.labels();
        let first = labels.next()?;
        let second = labels.next().filter(|label| label.starts_with(b"_"));
        let is = |label: &[u8], known: &[u8]| label.eq_ignore_ascii_case(known);
        match second {
            _ if !first.starts_with(b"_") && second.is_none() => None,
            _ if is(first, b"_dmarc") => Some(Self::Dmarc),
            _ if is(first, b"_mta-sts") => Some(Self::MtaSts),
            // RFC 5617 and its elders had policies of their own there.
            Some(b) if is(b, b"_domainkey") && !is(first, b"_adsp") && !is(first, b"_policy") => Some(Self::Dkim),
            Some(b) if is(b, b"_tls") && is(first, b"_smtp") => Some(Self::TlsReports),
            Some(b) if is(b, b"_bimi") => Some(Self::Bimi),
            _ => None,
        }
    }
}

/// Whether a name is one by which a domain agrees to reports about others (RFC 7489 §7.1).
pub(super) fn is_report_consent(owner: NameRef<'_>) -> bool {
    let mut last = &b""[..];
    owner.labels().any(|label| {
        let both = last.eq_ignore_ascii_case(b"_report") && label.eq_ignore_ascii_case(b"_dmarc");
        last = label;
        both
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::Name;

    #[test]
    fn policies_are_known_by_owner_and_by_text() {
        let of_owner = |name: &str| Policy::of_owner(Name::absolute(name).unwrap().as_ref());
        assert_eq!(of_owner("_dmarc.example.com"), Some(Policy::Dmarc));
        assert_eq!(of_owner("_DMARC.example.com"), Some(Policy::Dmarc));
        assert_eq!(of_owner("s1._domainkey.example.com"), Some(Policy::Dkim));
        assert_eq!(of_owner("_domainkey.example.com"), None);
        assert_eq!(of_owner("_smtp._tls.example.com"), Some(Policy::TlsReports));
        assert_eq!(of_owner("default._bimi.example.com"), Some(Policy::Bimi));
        assert_eq!(of_owner("_mta-sts.example.com"), Some(Policy::MtaSts));
        assert_eq!(of_owner("www.example.com"), None);
        assert_eq!(of_owner("."), None);
        assert_eq!(Policy::of_text(b"V = dMarc2"), Some(Policy::Dmarc));
        assert_eq!(Policy::of_text(b"v=STSv1;"), Some(Policy::MtaSts));
        assert_eq!(Policy::of_text(b" v=STSv1;"), Some(Policy::MtaSts));
        assert_eq!(Policy::of_text(b"v=spf1"), None);
        let consent = Name::absolute("example.com._report._dmarc.example.net").unwrap();
        assert!(is_report_consent(consent.as_ref()));
    }
}
