//! Reads a file that was chosen or dropped: unpacks gzip, and tells a text for the editor from one for the worker alone.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, ReadableStream, ReadableStreamDefaultReader, ReadableWritablePair};

use crate::engine::limits::TextLimits;

// web-sys holds these two back as unstable; every browser of www/build.mjs has them.
#[wasm_bindgen]
extern "C" {
    /// Packs what flows through it.
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    /// Unpacks it.
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// How gzip begins (RFC 1952 §2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A file's content.
pub(crate) enum Opened {
    /// UTF-8 that the editor takes.
    Text(String),
    /// What it does not: too large, or not UTF-8.
    Held(File),
}

/// Why a file could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The browser could not read it, or it is damaged.
    Failed,
    /// It unpacks to more than the page takes.
    Large,
}

/// Reads `file`.
pub(crate) async fn read(file: File) -> Result<Opened, Unread> {
    let head = file.slice_with_f64_and_f64(0.0, 2.0).map_err(failed)?;
    let file = if bytes(&head).await? == GZIP { unpacked(&file).await? } else { file };
    if file.size() > f64::from(TextLimits::EDITOR_BYTES) {
        return Ok(Opened::Held(file));
    }
    Ok(String::from_utf8(bytes(&file).await?).map_or(Opened::Held(file), Opened::Text))
}

/// A text as a file, for the worker alone.
pub(crate) fn file_of(name: &str, text: &str) -> Option<File> {
    File::new_with_str_sequence(&Array::of1(&text.into()), name).ok()
}

/// Offers `parts` of text as a download.
pub(crate) fn download(name: &str, mime: &str, parts: &Array) {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let Ok(blob) = Blob::new_with_str_sequence_and_options(parts, &options) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let document = web_sys::window().and_then(|w| w.document());
    let link =
        document.and_then(|d| d.create_element("a").ok()).and_then(|a| a.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has taken the blob over by then.
    gloo_timers::callback::Timeout::new(10_000, move || drop(web_sys::Url::revoke_object_url(&url))).forget();
}

async fn bytes(blob: &Blob) -> Result<Vec<u8>, Unread> {
    let buffer = JsFuture::from(blob.array_buffer()).await.map_err(failed)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn unpacked(file: &File) -> Result<File, Unread> {
    let parts = collect(
        &through(&file.stream(), &DecompressionStream::new("gzip").map_err(failed)?.into()),
        TextLimits::UNPACKED_BYTES,
    )
    .await?;
    let name = file.name();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    File::new_with_buffer_source_sequence(&parts, name).map_err(failed)
}

/// `text` packed (RFC 1951), for a link.
pub(crate) async fn pack(text: &str) -> Option<Vec<u8>> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&text.into())).ok()?;
    let packed = through(&blob.stream(), &CompressionStream::new("deflate-raw").ok()?.into());
    joined(&collect(&packed, TextLimits::EDITOR_BYTES).await.ok()?).await
}

/// What [`pack`] packed, unless it is damaged or larger than the editor takes.
pub(crate) async fn unpack(packed: &[u8]) -> Option<String> {
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(packed))).ok()?;
    let unpacked = through(&blob.stream(), &DecompressionStream::new("deflate-raw").ok()?.into());
    let bytes = joined(&collect(&unpacked, 2 * TextLimits::EDITOR_BYTES).await.ok()?).await?;
    String::from_utf8(bytes).ok()
}

async fn joined(parts: &Array) -> Option<Vec<u8>> {
    bytes(&Blob::new_with_u8_array_sequence(parts).ok()?).await.ok()
}

fn through(stream: &ReadableStream, transform: &JsValue) -> ReadableStream {
    // A transform stream is such a pair.
    stream.pipe_through(transform.unchecked_ref::<ReadableWritablePair>())
}

/// All pieces of a stream, until they are more than `most` bytes together.
async fn collect(stream: &ReadableStream, most: u32) -> Result<Array, Unread> {
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let (parts, mut size) = (Array::new(), 0);
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(failed)?;
        if Reflect::get(&piece, &"done".into()).is_ok_and(|done| done.is_truthy()) {
            return Ok(parts);
        }
        let value = Reflect::get(&piece, &"value".into()).map_err(failed)?;
        let Some(now) = grown(size, value.unchecked_ref::<Uint8Array>().length(), most) else {
            let _ = reader.cancel();
            return Err(Unread::Large);
        };
        size = now;
        parts.push(&value);
    }
}

/// `size` with `more`, unless that is above `most`.
fn grown(size: u32, more: u32, most: u32) -> Option<u32> {
    size.checked_add(more).filter(|&now| now <= most)
}

fn failed(_: JsValue) -> Unread {
    Unread::Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpacking_ends_at_its_limit() {
        let most = TextLimits::UNPACKED_BYTES;
        assert_eq!(grown(most - 1, 1, most), Some(most));
        assert_eq!(grown(most, 1, most), None);
        assert_eq!(grown(u32::MAX, 1, u32::MAX), None);
    }
}
