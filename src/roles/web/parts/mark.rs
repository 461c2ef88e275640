//! The icons that judge: one silhouette a meaning, colour second. The sprite stands in index.html.

use yew::prelude::*;

use crate::engine::diag::Severity;
use crate::product::project::steps::Mark as StepMark;

/// What a mark means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Disc with a check.
    Ok,
    /// Octagon with a cross: error, refuses.
    Bad,
    /// Triangle.
    Warn,
    /// Square with an unequal sign: alters.
    Alter,
    /// Ring: empty, waiting.
    Empty,
    /// Ring with a dash.
    Skip,
    /// Dashed ring with a question mark.
    Unknown,
    /// Ring with an i: a note.
    Info,
    /// Turning arc.
    Run,
}

impl Sign {
    const fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Ok => ("us-mark--ok", "#m-ok"),
            Self::Bad => ("us-mark--bad", "#m-bad"),
            Self::Warn => ("us-mark--warn", "#m-warn"),
            Self::Alter => ("us-mark--alter", "#m-alter"),
            Self::Empty => ("us-mark--none", "#m-none"),
            Self::Skip => ("us-mark--skip", "#m-skip"),
            Self::Unknown => ("us-mark--unknown", "#m-unknown"),
            Self::Info => ("us-mark--info", "#m-info"),
            Self::Run => ("us-mark--run is-live", "#m-run"),
        }
    }
}

impl From<StepMark> for Sign {
    fn from(mark: StepMark) -> Self {
        match mark {
            StepMark::Empty => Self::Empty,
            StepMark::Ok => Self::Ok,
            StepMark::Warning => Self::Warn,
            StepMark::Error => Self::Bad,
            StepMark::Unknown => Self::Unknown,
            StepMark::Running => Self::Run,
        }
    }
}

impl From<Severity> for Sign {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Bad,
            Severity::Warning => Self::Warn,
            Severity::Info => Self::Info,
        }
    }
}

/// Properties of [`Mark`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct MarkProperties {
    /// What it means.
    pub sign: Sign,
    /// The word for those who do not see it; leave out where the word stands beside it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// 14 instead of 16 pixels.
    #[prop_or_default]
    pub small: bool,
}

/// A mark.
#[component]
pub(crate) fn Mark(props: &MarkProperties) -> Html {
    let (class, href) = props.sign.parts();
    let role = props.label.is_some().then_some("img");
    let hidden = props.label.is_none().then_some("true");
    html! {
        <svg class={classes!("us-mark", class, props.small.then_some("us-mark--sm"))} {role}
            aria-label={props.label.clone()} aria-hidden={hidden}>
            <use href={href} />
        </svg>
    }
}
