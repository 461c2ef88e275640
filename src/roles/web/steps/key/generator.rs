//! A new key, from the browser's randomness.

use yew::prelude::*;

use super::super::super::app::zone_name;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::choice::Choice;
use super::super::super::parts::field::Field;
use super::super::super::parts::pane::Pane;
use super::super::super::state::use_project;
use super::super::super::text::t;
use crate::engine::dns::Name;
use crate::engine::tsig::{Algorithm, Form, Key};

/// Octets of the longest digest offered.
const RANDOM: usize = 64;

/// Properties of [`Generator`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct GeneratorProperties {
    /// A key was made, in BIND's form.
    pub onmake: Callback<String>,
}

/// The generator.
#[component]
pub(crate) fn Generator(props: &GeneratorProperties) -> Html {
    let project = use_project();
    let k = t().key;
    let typed = use_state_eq(|| None::<String>);
    let algorithm = use_state_eq(|| Algorithm::Sha256);
    let name = (*typed).clone().unwrap_or_else(|| format!("xfr.{}", zone_name(&project)));
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |text: String| typed.set(Some(text)))
    };
    let onchange = {
        let algorithm = algorithm.clone();
        Callback::from(move |chosen| algorithm.set(chosen))
    };
    let key_name = Name::absolute(&name).ok();
    let make = {
        let (onmake, key_name, algorithm) = (props.onmake.clone(), key_name.clone(), *algorithm);
        Callback::from(move |()| {
            let key = key_name.clone().and_then(|name| Key::generate(name, algorithm, random()?));
            if let Some(key) = key {
                onmake.emit(key.write(Form::Bind).to_string());
            }
        })
    };
    let options = Algorithm::OFFERED.map(|a| (a, AttrValue::from(a.mnemonic()))).to_vec();
    html! {
        <Pane title={k.generator}>
            <div class="us-pane__body us-form us-generator">
                <p class="dim">{ k.generator_why }</p>
                <Field label={k.name_here} id="key-name" value={name} {oninput} mono=true />
                <div class="us-field">
                    <span class="lbl">{ k.algorithm }</span>
                    <Choice<Algorithm> label={k.algorithm} name="key-algorithm" {options} value={*algorithm} {onchange} />
                </div>
                <Action label={k.generate} weight={Weight::Primary} onclick={make} disabled={key_name.is_none()} />
            </div>
        </Pane>
    }
}

/// Octets from the browser's generator.
fn random() -> Option<Vec<u8>> {
    let mut octets = vec![0; RANDOM];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut octets).ok()?;
    Some(octets)
}
