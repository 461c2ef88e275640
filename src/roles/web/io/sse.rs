//! Server-sent events out of a stream of bytes (the WHATWG's event-stream format, as far as contracts.md §2 uses it).
//! Read with fetch, never with `EventSource`: that one cannot send a body or a header.

/// Collects the `data:` of each event.
#[derive(Debug, Default)]
pub(crate) struct Events {
    line: Vec<u8>,
    data: String,
}

impl Events {
    /// Takes the next bytes; returns the data of every event that they complete.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut done = Vec::new();
        for &byte in bytes {
            if byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.end_line(&line, &mut done);
            } else {
                self.line.push(byte);
            }
        }
        done
    }

    fn end_line(&mut self, line: &[u8], done: &mut Vec<String>) {
        let line = String::from_utf8_lossy(line);
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            if !self.data.is_empty() {
                done.push(std::mem::take(&mut self.data));
            }
        } else if let Some(data) = line.strip_prefix("data:") {
            if !self.data.is_empty() {
                self.data.push('\n');
            }
            self.data.push_str(data.strip_prefix(' ').unwrap_or(data));
        }
        // Comments keep the connection alive; `event:` and `id:` are repeated inside the data.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_may_be_cut_anywhere() {
        let stream = b": hello\r\nevent: step\nid: 1\ndata: {\"a\":\ndata:1}\n\n:\n\ndata: two\n\ndata: unfinished";
        for cut in 0..stream.len() {
            let mut events = Events::default();
            let mut got = events.feed(&stream[..cut]);
            got.extend(events.feed(&stream[cut..]));
            assert_eq!(got, ["{\"a\":\n1}", "two"]);
        }
    }
}
