//! A test message signed with the key, and a signed message verified: what goes over the wire, and what a server makes of
//! it.

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use yew::prelude::*;

use super::super::super::app::zone_name;
use super::super::super::key;
use super::super::super::parts::action::Action;
use super::super::super::parts::copy::Copy;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::text::{fill, said, t, whole};
use crate::engine::dns::message::{Header, Message, MessageBuilder};
use crate::engine::dns::{Class, Name, Opcode, RecordType};
use crate::engine::limits::TsigLimits;
use crate::engine::tsig::{ClientSequence, Key, TsigFault, check_request, sign_request};

/// Properties of [`TestMessage`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct TestMessageProperties {
    /// The key's text.
    pub text: String,
}

/// The pane.
#[component]
pub(crate) fn TestMessage(props: &TestMessageProperties) -> Html {
    let project = use_project();
    let k = t().key;
    let (message, mac) = (use_state_eq(String::new), use_state_eq(String::new));
    let typed = |state: &UseStateHandle<String>| {
        let state = state.clone();
        Callback::from(move |e: InputEvent| {
            state.set(e.target_unchecked_into::<web_sys::HtmlTextAreaElement>().value())
        })
    };
    let sign = {
        let (text, message, mac) = (props.text.clone(), message.clone(), mac.clone());
        let zone = match zone_name(&project) {
            "" => "example.com.".to_owned(),
            zone => zone.to_owned(),
        };
        Callback::from(move |()| {
            if let Some(signed) = key::read(&text).single().and_then(|key| signed(&key, &zone, now_s())) {
                message.set(signed);
                mac.set(String::new());
            }
        })
    };
    let copied = (*message).clone();
    let verdict = (!message.trim().is_empty())
        .then(|| key::read(&props.text).single().map(|key| verify(&key, &message, &mac, now_s())))
        .flatten();
    let tools = html! {
        <>
            <Action label={k.message_sign} onclick={sign} />
            <Copy make={Callback::from(move |()| copied.clone())} label={k.message_copy} />
        </>
    };
    html! {
        <Pane title={k.message} meta={html! { k.message_meta }} {tools}>
            <div class="us-pane__body us-message">
                <label for="key-message">{ k.message_hex }</label>
                <textarea id="key-message" class="mono" rows="4" spellcheck="false" value={(*message).clone()} oninput={typed(&message)} />
                <label for="key-mac">{ k.message_mac }</label>
                <textarea id="key-mac" class="mono" rows="1" spellcheck="false" value={(*mac).clone()} oninput={typed(&mac)} />
                <div role="status" aria-label={k.message_verdict}>
                    if let Some(verdict) = verdict {
                        { shown(verdict) }
                    }
                </div>
            </div>
        </Pane>
    }
}

/// What a message is.
#[derive(Clone, Debug, PartialEq)]
enum Verdict {
    /// Signed with the key, and in time.
    Right,
    /// Not hexadecimal, or no DNS message.
    Unreadable(String),
    /// Signed otherwise, or not at all.
    Wrong(TsigFault),
}

fn shown(verdict: Verdict) -> Html {
    let k = t().key;
    match verdict {
        Verdict::Right => html! { <Note sign={Sign::Ok}>{ k.message_right }</Note> },
        Verdict::Unreadable(why) => {
            html! { <Note sign={Sign::Bad}>{ fill(k.message_unreadable, &[("why", &why)]) }</Note> }
        }
        Verdict::Wrong(fault) => {
            let (code, args) = (fault.code(), fault.args());
            html! { <Note sign={Sign::Bad}><b>{ whole(&said::message(code, &args)) }{ " " }</b>{ said::why(code, &args) }</Note> }
        }
    }
}

/// A SOA query for `zone`, signed, in hexadecimal.
fn signed(key: &Key, zone: &str, now_s: u64) -> Option<String> {
    let zone = Name::absolute(zone).ok()?;
    let mut builder = MessageBuilder::new(Header::query(0, Opcode::QUERY), 512);
    builder.question(zone.as_ref(), RecordType::SOA, Class::IN).ok()?;
    let mut message = builder.finish();
    let _ = sign_request(key, &mut message, now_s, &TsigLimits::default());
    Some(HEXLOWER.encode(&message))
}

/// Verifies a message in hexadecimal; `mac` is that of the request it answers, empty when it answers none.
fn verify(key: &Key, message: &str, mac: &str, now_s: u64) -> Verdict {
    let unreadable = || Verdict::Unreadable(t().key.message_no_hex.to_owned());
    let (Some(octets), Some(mac)) = (hex(message), hex(mac)) else { return unreadable() };
    let message = match Message::parse(&octets) {
        Ok(message) => message,
        Err(fault) => return Verdict::Unreadable(said::message(fault.code, &fault.args)),
    };
    let limits = TsigLimits::default();
    let fault = if mac.is_empty() {
        match check_request(&message, std::slice::from_ref(key), now_s, &limits) {
            Ok(Some(_)) => None,
            Ok(None) => Some(TsigFault::Unsigned),
            Err(rejection) => Some(rejection.fault().clone()),
        }
    } else {
        ClientSequence::new(key, &mac, &limits).message(&message, now_s).err()
    };
    fault.map_or(Verdict::Right, Verdict::Wrong)
}

/// Hexadecimal with any white space.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.split_whitespace().collect();
    HEXLOWER_PERMISSIVE.decode(digits.as_bytes()).ok()
}

fn now_s() -> u64 {
    super::super::super::kept::now_ms() / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_verifies_until_it_is_changed_or_old() {
        let key = key::read("hmac-sha256:k.example:7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=").single().unwrap();
        let other = key::read("hmac-sha256:k.example:8Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=").single().unwrap();
        let message = signed(&key, "example.com", 1_000_000).unwrap();
        assert_eq!(verify(&key, &message, "", 1_000_100), Verdict::Right);
        let wrong = |verdict| match verdict {
            Verdict::Wrong(fault) => fault.code().name,
            other => panic!("{other:?}"),
        };
        let first = wrong(verify(&other, &message, "", 1_000_000));
        let late = wrong(verify(&key, &message, "", 1_009_000));
        assert_ne!(first, late);
        assert!(matches!(verify(&key, "zz", "", 0), Verdict::Unreadable(_)));
        assert!(matches!(verify(&key, "00", "", 0), Verdict::Unreadable(_)));
    }
}
