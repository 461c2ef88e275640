//! What was understood: name, algorithm, the secret's length and fingerprint, and what is worth saying about them.

use yew::prelude::*;

use super::super::super::io::log::MASK;
use super::super::super::key;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::parts::pane::Pane;
use super::super::super::text::{fill, said, t, whole};
use crate::engine::diag::Diagnostic;
use crate::engine::tsig::{KeyParts, NOT_SHOWN};

/// Properties of [`Parts`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct PartsProperties {
    /// The key as pasted.
    pub text: String,
}

/// The pane.
#[component]
pub(crate) fn Parts(props: &PartsProperties) -> Html {
    let understood = key::read(&props.text);
    html! {
        <Pane title={t().key.parts}>
            <div class="us-pane__body" aria-live="polite">
                { for understood.keys.iter().map(one) }
                { for understood.diagnostics.kept().iter().map(found) }
            </div>
        </Pane>
    }
}

fn one(parts: &KeyParts) -> Html {
    let k = t().key;
    let secret = format!("{MASK} {}", fill(k.characters, &[("n", &parts.secret_chars)]));
    let algorithm = parts.algorithm.map(|a| a.mnemonic().to_owned()).or_else(|| parts.algorithm_text.clone());
    html! {
        <dl class="us-dl us-key-parts">
            <dt>{ k.name }</dt>
            { said_or_not(parts.name_text.clone()) }
            <dt>{ k.algorithm }</dt>{ said_or_not(algorithm) }
            <dt>{ k.secret }</dt><dd class="mono num">{ secret }</dd>
            if let Some(secret) = &parts.secret {
                <dt>{ k.fingerprint }</dt>
                <dd class="mono num">{ secret.fingerprint() }{ ", " }{ fill(k.bytes, &[("n", &secret.len())]) }</dd>
            }
        </dl>
    }
}

/// A part as it is written, or that it is not.
fn said_or_not(part: Option<String>) -> Html {
    match part.filter(|text| !text.is_empty()) {
        Some(text) if text == NOT_SHOWN => html! { <dd class="dim">{ t().key.read_none }</dd> },
        Some(text) => html! { <dd class="mono">{ text }</dd> },
        None => html! { <dd class="dim">{ t().key.not_said }</dd> },
    }
}

fn found(diagnostic: &Diagnostic) -> Html {
    let why = said::why(diagnostic.code, &diagnostic.args);
    html! {
        <Note sign={Sign::from(diagnostic.severity)}>
            { whole(&said::message(diagnostic.code, &diagnostic.args)) }{ " " }<span class="dim">{ why }</span>
        </Note>
    }
}
