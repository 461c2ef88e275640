//! `/zones/{z}/dnssec`: the modes, as the provider keeps them. This machine signs nothing: it serves the primary's
//! signatures, which is what `dnssec_presigned` means, and says so where something else is asked for.

use axum::extract::Path;
use axum::http::{Method, Uri};

use super::body::{Body, invalid};
use super::{Answer, App, Refusal, objects, ok, told, whole, zones};
use crate::product::provider::model::{ApiMessage, Dnssec};
use crate::roles::server::clock;
use crate::roles::server::store::Kind;

const KIND: Kind = Kind::Dnssec;

pub(super) async fn one(server: App, Path(zone): Path<String>) -> Answer {
    let zone = zones::find(&server, &zone).await?;
    let kept = objects::find::<Dnssec>(&server.app, KIND, &zone.id).await?;
    ok(kept.map_or_else(unsigned, |kept| kept.value))
}

/// What is absent stays.
pub(super) async fn change(server: App, Path(zone): Path<String>, uri: Uri, body: Body) -> Answer {
    whole(async move {
        let _writing = server.writing.lock().await;
        let zone = zones::find(&server, &zone).await?;
        let kept = objects::find::<Dnssec>(&server.app, KIND, &zone.id).await?;
        let mut dnssec = kept.as_ref().map_or_else(unsigned, |kept| kept.value.clone());
        read(&body, &mut dnssec)?;
        dnssec.modified_on = Some(clock::rfc3339_micros());
        let write = match kept {
            None => objects::put(KIND, &zone.id, &zone.account, &dnssec, None)?,
            Some(kept) => kept.with(dnssec.clone()).put()?,
        };
        objects::write(&server, vec![write], &Method::PATCH, uri.path()).await?;
        let messages = unlike_here(&dnssec);
        told(dnssec, messages)
    })
    .await
}

fn unsigned() -> Dnssec {
    Dnssec { status: "disabled".to_owned(), ..Dnssec::default() }
}

fn read(body: &Body, dnssec: &mut Dnssec) -> Result<(), Refusal> {
    if let Some(status) = body.text("status")? {
        if !["active", "disabled"].contains(&status) {
            return Err(invalid("status", format_args!("{status} is neither active nor disabled")));
        }
        status.clone_into(&mut dnssec.status);
    }
    for (name, flag) in [
        ("dnssec_multi_signer", &mut dnssec.dnssec_multi_signer),
        ("dnssec_presigned", &mut dnssec.dnssec_presigned),
        ("dnssec_use_nsec3", &mut dnssec.dnssec_use_nsec3),
    ] {
        if let Some(value) = body.flag(name)? {
            *flag = value;
        }
    }
    if dnssec.dnssec_presigned && dnssec.dnssec_multi_signer {
        return Err(invalid("dnssec_presigned", "a zone is signed by others alone, or by several: not both"));
    }
    Ok(())
}

fn unlike_here(dnssec: &Dnssec) -> Vec<ApiMessage> {
    if dnssec.status == "active" && !dnssec.dnssec_presigned {
        let message = "this machine signs nothing: it serves the signatures that the primary sent";
        return vec![ApiMessage::new(1300, message).at("/status")];
    }
    Vec::new()
}
