//! How the secondary behaves, and the way between. A value counts when its field is left.

use yew::prelude::*;

use super::super::super::super::parts::choice::Choice;
use super::super::super::super::text::t;
use crate::product::rehearse::builder::{Built, Change};

/// Properties of [`Settings`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SettingsProperties {
    /// The scenario.
    pub built: Built,
    /// Changes it.
    pub change: Callback<Change>,
}

/// The fields.
#[component]
pub(crate) fn Settings(props: &SettingsProperties) -> Html {
    let words = t().scene;
    let (built, change) = (&props.built, &props.change);
    let check = |label: &'static str, checked: bool, make: fn(bool) -> Change| {
        let onchange = change.reform(move |_: Event| make(!checked));
        html! { <label class="us-check"><input type="checkbox" {checked} {onchange} />{ label }</label> }
    };
    html! {
        <div class="us-scene__settings">
            <div class="us-field">
                <span class="lbl">{ words.behaves }</span>
                <Choice<bool> label={words.behaves} name="scene-behaves" value={built.cloudflare}
                    options={vec![(false, words.behaves_ours.into()), (true, words.behaves_cloudflare.into())]}
                    onchange={change.reform(|on| Change::Cloudflare { on })} />
            </div>
            <div class="us-scene__fields">
                <Committed label={words.lasts} value={built.lasts.clone()} onchange={change.reform(|to| Change::Lasts { to })} />
                <Committed label={words.latency} value={built.latency.clone()} onchange={change.reform(|to| Change::Latency { to })} />
                <Committed label={words.refresh} value={built.refresh.clone()} hint={words.refresh_hint}
                    onchange={change.reform(|to| Change::Refresh { to })} />
            </div>
            <div class="us-scene__checks">
                { check(words.axfr_only, built.axfr, |on| Change::Axfr { on }) }
                { check(words.signed, built.signed, |on| Change::Signed { on }) }
                { check(words.notifies, built.notifies, |on| Change::Notifies { on }) }
            </div>
        </div>
    }
}

/// Properties of [`Committed`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CommittedProperties {
    /// Its name.
    pub label: AttrValue,
    /// What stands in it.
    pub value: AttrValue,
    /// Another value was left in it.
    pub onchange: Callback<String>,
    /// What belongs in it.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What an empty one means.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// The label is for screen readers only.
    #[prop_or_default]
    pub bare: bool,
}

/// A field whose value counts when it is left, so that `1h30m` can be typed letter by letter.
#[component]
pub(crate) fn Committed(props: &CommittedProperties) -> Html {
    let onchange = props.onchange.reform(|e: Event| e.target_unchecked_into::<web_sys::HtmlInputElement>().value());
    let input = html! {
        <span class="pf-v6-c-form-control">
            <input type="text" class="num" autocomplete="off" spellcheck="false" value={props.value.clone()} {onchange}
                placeholder={props.placeholder.clone()} title={props.hint.clone()}
                aria-label={props.bare.then(|| props.label.clone())} />
        </span>
    };
    if props.bare {
        return input;
    }
    html! { <label class="us-field"><span class="lbl">{ &props.label }</span>{ input }</label> }
}
