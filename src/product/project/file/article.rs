//! A project from the help article's calls (`product/provider/article`): what they say, and what is left to fill in.

use super::{Key, Peer, ProjectFile, Provider, ProviderKind, Transfer, Zone};
use crate::engine::tsig::Algorithm;
use crate::product::provider::TransferType;
use crate::product::provider::article::Article;
use crate::product::provider::cloudflare::{MIN_REFRESH_S, USUAL_REFRESH_S};

impl ProjectFile {
    /// The project that the text describes. What the text lacks is empty or what is usual; keys take their secrets from
    /// `TSIG_SECRET`, `TSIG_SECRET_2` and so on. [`Self::read`] of its TOML says what is missing.
    #[must_use]
    pub fn of_article(article: &Article) -> Self {
        let tsig = article.keys.iter().enumerate().map(|(i, key)| {
            let algorithm = Algorithm::from_text(&key.algorithm);
            Key {
                name: key.name.clone(),
                algorithm: algorithm.map_or_else(|| key.algorithm.clone(), |a| a.config_name().to_owned()),
                secret_env: Some(if i == 0 { "TSIG_SECRET".to_owned() } else { format!("TSIG_SECRET_{}", i + 1) }),
                secret_file: None,
                replaces: None,
                secret: None,
                key: None,
            }
        });
        let tsig: Vec<_> = tsig.collect();
        let mut primary: Vec<Peer> = Vec::new();
        for (i, master) in article.primaries.iter().enumerate() {
            let taken = |name: &str| name.is_empty() || primary.iter().any(|p| p.name == name);
            let name = if taken(&master.name) { format!("primary-{}", i + 1) } else { master.name.clone() };
            // The text may show the key's id in an answer; with one key there is no choice.
            let key = article.keys.iter().find(|key| key.id.is_some() && key.id == master.tsig_id);
            let only = article.keys.first().filter(|_| article.keys.len() == 1);
            primary.push(Peer {
                name,
                ip: master.ip.clone(),
                port: master.port.unwrap_or(53),
                transfer: match master.transfer {
                    Some(TransferType::Axfr) => Transfer::Axfr,
                    Some(TransferType::Ixfr) | None => Transfer::Ixfr,
                },
                tsig: key.or(only).map(|key| key.name.clone()),
                transport: None,
                tls_name: None,
                tls_pins: Vec::new(),
            });
        }
        let zone = Zone {
            name: article.zone.clone().unwrap_or_default(),
            zone_id: article.zone_id.clone(),
            create: article.zone_id.is_none(),
            convert: false,
            primaries: primary.iter().map(|p| p.name.clone()).collect(),
            secondaries: None,
            outgoing: None,
            refresh: article.refresh_s.unwrap_or(USUAL_REFRESH_S.value).max(MIN_REFRESH_S.value),
            name_servers: article.name_servers.clone(),
            dnssec: None,
            nsec3: false,
            overrides: None,
            multi_provider: None,
        };
        Self {
            project: 1,
            provider: Provider {
                kind: ProviderKind::Cloudflare,
                url: None,
                account_id: article.account_id.clone().unwrap_or_default(),
                token_env: None,
                token: None,
                api_token: None,
            },
            tsig,
            primary,
            secondary: Vec::new(),
            acl: Vec::new(),
            zone: vec![zone],
            page: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::provider::article;

    #[test]
    fn the_articles_calls_make_a_project_that_reads() {
        let id = "023e105f4ecef8ad9ca31a8372d0c353";
        let text = format!(
            "POST /accounts/{id}/secondary_dns/tsigs {{\"name\":\"xfr.example.com.\",\"secret\":\"c2VjcmV0\",\"algo\":\"hmac-sha512.\"}}\n\
             POST /accounts/{id}/secondary_dns/masters {{\"ip\":\"192.0.2.53\",\"ixfr_enable\":false}}\n\
             POST /accounts/{id}/secondary_dns/masters {{\"ip\":\"192.0.2.54\",\"port\":5353}}\n\
             POST /zones/{id}/secondary_dns {{\"name\":\"www.example.com.\",\"masters\":[\"a\"],\"auto_refresh_seconds\":30}}"
        );
        let file = ProjectFile::of_article(&article::read(&text).unwrap());
        let toml = file.to_toml();
        assert_eq!(ProjectFile::read(&toml).unwrap(), file, "{toml}");
        assert!(!toml.contains("c2VjcmV0"), "{toml}");
        let names: Vec<_> = file.primary.iter().map(|p| (p.name.as_str(), p.port, p.tsig.as_deref())).collect();
        let key = Some("xfr.example.com.");
        assert_eq!(names, [("primary-1", 53, key), ("primary-2", 5_353, key)]);
        assert_eq!((file.primary[0].transfer, file.zone[0].refresh), (Transfer::Axfr, MIN_REFRESH_S.value));
        assert_eq!(file.tsig[0].algorithm, "hmac-sha512");
    }
}
