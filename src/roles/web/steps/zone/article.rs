//! A help article pasted where a zone belongs: said, with the way to the step that reads it and takes it over.

use yew::prelude::*;

use super::super::super::check::Check;
use super::super::super::parts::mark::Sign;
use super::super::super::parts::note::Note;
use super::super::super::route::TAKE_ARTICLE;
use super::super::super::text::t;

/// The note; none for what reads like a zone.
pub(super) fn note(check: &Check) -> Html {
    if check.held || !check.look(is_article) {
        return html! {};
    }
    let z = t().zone;
    html! { <Note sign={Sign::Warn} strip=true>{ z.article }{ " " }<a href={TAKE_ARTICLE}>{ z.article_take }</a></Note> }
}

/// Whether a text has calls of the provider's API outside of comments.
pub(crate) fn is_article(text: &str) -> bool {
    let is = |line: &str| line.contains("api.cloudflare.com/") || line.contains("/secondary_dns");
    text.lines().any(|line| !line.trim_start().starts_with(';') && is(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_an_article_and_a_zone_that_names_the_api_is_none() {
        assert!(is_article("Step 1\ncurl -X POST \"https://api.cloudflare.com/client/v4/accounts/:account_tag/x\""));
        assert!(is_article("curl -X POST \\\n  /zones/1/secondary_dns/incoming"));
        assert!(!is_article("api CNAME api.cloudflare.com.\n; see https://api.cloudflare.com/client/v4\n"));
        assert!(!is_article("t TXT \"curl me\""));
        assert!(!is_article(""));
    }
}
