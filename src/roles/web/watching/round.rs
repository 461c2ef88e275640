//! One round: the provider's API, then every address of every assigned name server.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::Method;
use yew::prelude::*;

use super::super::asking::zone_of;
use super::super::io::companion::{Client, Fault, now_rfc3339};
use super::super::kept::now_ms;
use super::super::state::Project;
use super::super::text::t;
use super::known::{Api, Found};
use super::question::{Lack, may_ask_provider, question};
use super::state::{Said, Watch};
use crate::product::api::nameservers::{Ask, Report};
use crate::product::provider::model::{Dnssec, Envelope, Incoming, Zone};

/// A round.
pub(super) struct Round {
    pub watch: UseReducerHandle<Watch>,
    pub project: Project,
    pub client: Client,
    pub look: Callback<()>,
    pub last: Rc<str>,
    pub content: bool,
    /// The round that counts, and this one's number: an answer to an older question is dropped.
    pub turn: Rc<Cell<u32>>,
    pub mine: u32,
}

impl Round {
    fn say(&self, said: Said) {
        if self.turn.get() == self.mine {
            self.watch.dispatch(said);
        }
    }

    pub(super) async fn run(self) {
        let told = self.provider().await;
        let ask = match question(&self.project, &self.last, &told) {
            Ok(ask) => Ask { content: self.content, provider_signs: told.signs, ..ask },
            Err(lack) => return self.say(Said::Failed(words(lack).to_owned(), now_ms())),
        };
        let answer = self.client.ask("companion/v1/nameservers", &ask).await;
        match answer.map(|text| serde_json::from_str::<Report>(&text)) {
            Ok(Ok(report)) => self.say(Said::Reported(Box::new(report), now_ms())),
            Ok(Err(error)) => self.say(Said::Failed(error.to_string(), now_ms())),
            Err(fault) => {
                self.say(Said::Failed(fault.words(), now_ms()));
                if !matches!(fault, Fault::Refused { status: 422, .. }) {
                    self.look.emit(());
                }
            }
        }
    }

    /// Asks the provider's API; what it has of the zone.
    async fn provider(&self) -> Found {
        if !may_ask_provider(&self.project) {
            return Found::default();
        }
        let found = match self.watch.zone.clone() {
            Some(found) => Ok(found),
            None => self.find().await,
        };
        let (api, told) = match found {
            Ok(mut found) => {
                // Signatures matter where content is compared.
                if self.content {
                    found.signs = self.signs(&found.id).await.unwrap_or(found.signs);
                }
                let path = format!("/zones/{}/secondary_dns/incoming", found.id);
                self.say(Said::Found(found.clone()));
                (self.get::<Incoming>(&path).await.map_or_else(|api| api, Api::Told), found)
            }
            Err(api) => (api, Found::default()),
        };
        self.say(Said::Api(api, now_rfc3339()));
        told
    }

    /// Whether the provider signs the zone with keys of its own.
    async fn signs(&self, id: &str) -> Option<bool> {
        let dnssec = self.get::<Dnssec>(&format!("/zones/{id}/dnssec")).await.ok()?;
        Some(dnssec.is_active() && !dnssec.dnssec_presigned)
    }

    /// The zone by its id, or by its name in the account.
    async fn find(&self) -> Result<Found, Api> {
        let draft = &self.project.draft;
        let zone = if draft.create_zone {
            let name = zone_of(&self.project, &self.last).unwrap_or_default();
            let path = format!("/zones?name={}&account.id={}", name.trim_end_matches('.'), draft.account_id);
            self.get::<Vec<Zone>>(&path).await?.into_iter().next().ok_or(Api::Missing)?
        } else {
            self.get::<Zone>(&format!("/zones/{}", draft.zone_id)).await?
        };
        Ok(Found { id: zone.id, servers: zone.name_servers, vanity: zone.vanity_name_servers, signs: false })
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, Api> {
        let answer = self.client.provider(Method::GET, path, None).await.map_err(|fault| Api::Failed(fault.words()))?;
        let body = serde_json::from_str::<Envelope<T>>(&answer.body);
        match (answer.status, body) {
            (404, _) => Err(Api::Missing),
            (200, Ok(envelope)) => envelope.result.ok_or(Api::Missing),
            (status, Ok(envelope)) => {
                let said = envelope.errors.first().map(|e| e.message.clone()).unwrap_or_default();
                Err(Api::Failed(format!("{status} {said}")))
            }
            (status, Err(_)) => Err(Api::Failed(status.to_string())),
        }
    }
}

/// What a lack is called.
pub(super) fn words(lack: Lack) -> &'static str {
    let s = t().watch;
    match lack {
        Lack::Zone => s.lack_zone,
        Lack::Servers => s.lack_servers,
        Lack::Key => s.lack_key,
    }
}
