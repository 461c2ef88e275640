//! The page's files: those embedded when the binary was built, or a folder's. Everything is revalidated (`no-cache` and a
//! strong ETag), so that a new binary is a new page at once. Files go out packed to those who can read them: www/finish.mjs
//! has put the packed twins beside them.

use std::borrow::Cow;
use std::path::{Component, Path};
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use data_encoding::{BASE64, HEXLOWER};
use rust_embed::Embed;
use sha2::{Digest, Sha256};

use super::Server;

/// The page as it was when the binary was built; none in a build without it.
#[derive(Embed)]
#[folder = "dist/"]
#[allow_missing = true]
struct Embedded;

/// What `/` says without a page.
const NO_PAGE: &str = "This build has no page in it: run `make build`, or `trunk build --release` and then \
                       `cargo build --release`, or give a built page's folder with --www DIR.\n";

/// Any path that no other route has.
pub(super) async fn serve(State(server): State<Arc<Server>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD work here\n").into_response();
    }
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let folder = server.app.config.www.as_deref();
    match read(folder, path).await {
        Some(content) => {
            let mut sent = None;
            for (coding, ending) in CODINGS {
                if sent.is_none() && accepts(&headers, coding) {
                    sent = read(folder, &format!("{path}.{ending}")).await.map(|packed| (coding, packed));
                }
            }
            file(path, content, sent, &headers)
        }
        None if path == "index.html" => NO_PAGE.into_response(),
        None => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
}

/// Codings of content (RFC 9110 §8.4.1), the smaller first, and how the files in them end.
const CODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// Whether the client names `coding` and does not refuse it (RFC 9110 §12.5.3). `*` is not taken for a yes: who can read
/// brotli says so.
fn accepts(asked: &HeaderMap, coding: &str) -> bool {
    let lists = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        named && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

async fn read(folder: Option<&Path>, path: &str) -> Option<Cow<'static, [u8]>> {
    let Some(folder) = folder else { return Embedded::get(path).map(|file| file.data) };
    // Only plain names: no `..`, no absolute path, no drive.
    if !Path::new(path).components().all(|c| matches!(c, Component::Normal(_))) {
        return None;
    }
    // A link inside the folder must not lead out of it.
    let folder = tokio::fs::canonicalize(folder).await.ok()?;
    let file = tokio::fs::canonicalize(folder.join(path)).await.ok()?;
    if !file.starts_with(&folder) {
        return None;
    }
    tokio::fs::read(file).await.ok().map(Cow::Owned)
}

fn file(
    path: &str,
    content: Cow<'static, [u8]>,
    packed: Option<(&'static str, Cow<'static, [u8]>)>,
    asked: &HeaderMap,
) -> Response {
    let policy = policy(path, &content);
    let (coding, content) = packed.map_or((None, content), |(coding, packed)| (Some(coding), packed));
    // Of what is sent: the same file in two codings is two representations (RFC 9110 §8.8.3.3).
    let etag = format!("\"{}\"", HEXLOWER.encode(&Sha256::digest(&content)));
    let known = asked.get(IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    // RFC 9110 §13.1.2: a list, compared weakly; `*` matches whatever is there.
    let unchanged = known.is_some_and(|list| {
        list.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
    });
    let mut headers = HeaderMap::new();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    for (name, value) in [(ETAG, etag), (CONTENT_SECURITY_POLICY, policy)] {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    match unchanged {
        true => (StatusCode::NOT_MODIFIED, headers).into_response(),
        false => (headers, content.into_owned()).into_response(),
    }
}

/// Nothing from elsewhere. Trunk starts the page by a module written into the HTML: its digest is allowed, no other
/// inline script. Workers bring the policy of their own file.
fn policy(path: &str, content: &[u8]) -> String {
    let mut scripts = "'self' 'wasm-unsafe-eval'".to_owned();
    if path.ends_with(".html") {
        for script in inline_scripts(&String::from_utf8_lossy(content)) {
            scripts.push_str(&format!(" 'sha256-{}'", BASE64.encode(&Sha256::digest(script.as_bytes()))));
        }
    }
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; style-src-attr 'unsafe-inline'; connect-src 'self'; \
         worker-src 'self'; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'self'; \
         form-action 'none'; frame-ancestors 'none'"
    )
}

/// The text between the tags of each script without `src`.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, from)) = rest.split_once("<script") {
        let Some((attributes, from)) = from.split_once('>') else { break };
        let Some((text, from)) = from.split_once("</script>") else { break };
        let has_source = attributes.split_ascii_whitespace().any(|a| a.starts_with("src=") || a == "src");
        if !has_source && !text.is_empty() {
            found.push(text);
        }
        rest = from;
    }
    found
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_names_a_coding_gets_it() {
        let accepts = |value: &str, coding| {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_str(value).unwrap())]);
            super::accepts(&headers, coding)
        };
        assert!(accepts("gzip, deflate, br, zstd", "br") && accepts("GZIP;q=0.5", "gzip"));
        assert!(!accepts("br;q=0, gzip", "br") && !accepts("*", "br") && !accepts("", "gzip"));
        assert!(!super::accepts(&HeaderMap::new(), "br"));
    }

    #[test]
    fn only_inline_scripts_get_a_digest() {
        let html = "<script src=\"a.js\"></script><script type=\"module\">go()</script><script></script>";
        assert_eq!(inline_scripts(html), ["go()"]);
        let policy = policy("index.html", html.as_bytes());
        assert!(policy.contains("'sha256-"), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(!super::policy("worker.js", b"<script>x</script>").contains("sha256-"));
    }
}
