//! Text for another program: a configuration, a command. Secrets in it are shown as dots and copied only on request.

use yew::prelude::*;

/// Properties of [`Snippet`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SnippetProperties {
    /// The text.
    pub text: AttrValue,
    /// What begins a comment: `#`, `//`.
    #[prop_or("#".into())]
    pub comment: AttrValue,
    /// What it is, for screen readers.
    pub label: AttrValue,
}

/// Text for another program.
#[component]
pub(crate) fn Snippet(props: &SnippetProperties) -> Html {
    let line = |(at, line): (usize, &str)| {
        let (code, comment) = split(line, &props.comment);
        html! { <span key={at}>{ code }<span class="c">{ comment }</span>{ "\n" }</span> }
    };
    html! {
        <pre class="us-code" tabindex="0" role="group" aria-label={&props.label}>
            { for props.text.lines().enumerate().map(line) }
        </pre>
    }
}

/// A line as code and comment. A comment sign inside a word (`http://`) is none.
fn split<'a>(line: &'a str, sign: &str) -> (&'a str, &'a str) {
    let starts = line.match_indices(sign).map(|(at, _)| at);
    let at = starts.into_iter().find(|&at| at == 0 || line[..at].ends_with(' '));
    line.split_at(at.unwrap_or(line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_begins_a_word() {
        assert_eq!(split("a; // b", "//"), ("a; ", "// b"));
        assert_eq!(split("curl http://x", "//"), ("curl http://x", ""));
        assert_eq!(split("# all", "#"), ("", "# all"));
    }
}
