//! When a call is sent again. GET, PUT, PATCH and DELETE say what should be and can be repeated; a POST makes something
//! each time, so it is repeated only where it surely was not done: refused for its rate (429), or never sent.

use super::call::{Method, Response};

/// How often a call is sent at most. With the waits below, about eight seconds of a provider that is down.
pub(super) const ATTEMPTS: u32 = 5;
/// The longest `retry-after` that is waited for, in seconds: the provider blocks for five minutes at a time.
pub(super) const LONGEST_WAIT_S: u32 = 600;
/// The wait after a 429 without `retry-after`, in seconds.
const USUAL_WAIT_S: u32 = 60;

/// What became of a call.
#[derive(Clone, Copy, Debug)]
pub(super) enum Heard<'a> {
    /// It was answered.
    Answer(&'a Response),
    /// The connection was lost, or time ran out: it may have been done.
    Lost,
    /// It never left: the connection was refused.
    Unsent,
}

/// What to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The answer stands.
    Take,
    /// Send it again after so many milliseconds.
    Again(u64),
    /// It may have been done: look.
    Doubt,
    /// Give up.
    GiveUp,
}

/// Judges a call that was sent for the `attempt`-th time, from 1.
pub(super) fn judge(method: Method, heard: Heard<'_>, attempt: u32) -> Verdict {
    let again = attempt < ATTEMPTS;
    let backoff = 250 << attempt.min(8);
    match heard {
        Heard::Answer(Response { status: 429, retry_after_s, .. }) => {
            let wait = retry_after_s.unwrap_or(USUAL_WAIT_S);
            if again && wait <= LONGEST_WAIT_S { Verdict::Again(u64::from(wait) * 1_000) } else { Verdict::Take }
        }
        Heard::Answer(r) if r.status == 408 || r.status >= 500 => match method {
            Method::Post => Verdict::Doubt,
            _ if again => Verdict::Again(backoff),
            _ => Verdict::Take,
        },
        Heard::Answer(r) if method == Method::Post && (200..300).contains(&r.status) && !is_readable(r) => {
            Verdict::Doubt
        }
        Heard::Answer(_) => Verdict::Take,
        Heard::Lost if method == Method::Post => Verdict::Doubt,
        Heard::Lost | Heard::Unsent if again => Verdict::Again(backoff),
        Heard::Lost | Heard::Unsent => Verdict::GiveUp,
    }
}

fn is_readable(response: &Response) -> bool {
    serde_json::from_slice::<super::model::Envelope<serde::de::IgnoredAny>>(&response.body).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_repeated_only_where_it_was_surely_not_done() {
        let answer = |status, retry_after_s| Response { status, body: b"{}".to_vec(), retry_after_s };
        let judge = |method, response: &Response, attempt| judge(method, Heard::Answer(response), attempt);
        for method in [Method::Get, Method::Put, Method::Patch, Method::Delete] {
            assert_eq!(judge(method, &answer(502, None), 1), Verdict::Again(500));
            assert_eq!(judge(method, &answer(502, None), ATTEMPTS), Verdict::Take);
            assert_eq!(super::judge(method, Heard::Lost, 4), Verdict::Again(4_000));
            assert_eq!(super::judge(method, Heard::Lost, ATTEMPTS), Verdict::GiveUp);
        }
        assert_eq!(judge(Method::Post, &answer(502, None), 1), Verdict::Doubt);
        assert_eq!(super::judge(Method::Post, Heard::Lost, 1), Verdict::Doubt);
        assert_eq!(super::judge(Method::Post, Heard::Unsent, 1), Verdict::Again(500));
        assert_eq!(judge(Method::Post, &answer(429, Some(7)), 1), Verdict::Again(7_000));
        assert_eq!(judge(Method::Post, &answer(429, Some(LONGEST_WAIT_S)), 1), Verdict::Again(600_000));
        assert_eq!(judge(Method::Post, &answer(429, Some(LONGEST_WAIT_S + 1)), 1), Verdict::Take);
        assert_eq!(judge(Method::Post, &answer(400, None), 1), Verdict::Take);
        let garbled = Response { status: 200, body: b"<html>".to_vec(), retry_after_s: None };
        assert_eq!(judge(Method::Post, &garbled, 1), Verdict::Doubt);
        assert_eq!(judge(Method::Put, &garbled, 1), Verdict::Take);
    }
}
