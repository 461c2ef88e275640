//! Whole numbers that may be written as floating point: `53.0` is what Terraform and the Python SDK's types send.

use serde::{Deserialize, Deserializer, de::Error};
use serde_json::Number;

/// The whole number from 0 on that `number` is, if it is one.
#[must_use]
pub fn whole(number: &Number) -> Option<u64> {
    number.as_u64().or_else(|| {
        let value = number.as_f64()?;
        // Below 2⁵³ every whole number is exact; no port, serial or interval is larger.
        let exact = value.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&value);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked on the line above")]
        exact.then_some(value as u64)
    })
}

/// Reads one; `null` is 0, as the provider's "not set".
pub(super) fn deserialize<'de, D: Deserializer<'de>, T: TryFrom<u64>>(deserializer: D) -> Result<T, D::Error> {
    let Some(number) = Option::<Number>::deserialize(deserializer)? else {
        return T::try_from(0).map_err(|_| D::Error::custom("expected a number"));
    };
    whole(&number)
        .and_then(|n| T::try_from(n).ok())
        .ok_or_else(|| D::Error::custom(format_args!("{number} is not a whole number in range")))
}

/// Reads one that may be absent or `null`.
pub(super) fn deserialize_option<'de, D: Deserializer<'de>, T: TryFrom<u64>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let Some(number) = Option::<Number>::deserialize(deserializer)? else { return Ok(None) };
    let read = whole(&number).and_then(|n| T::try_from(n).ok());
    read.map(Some).ok_or_else(|| D::Error::custom(format_args!("{number} is not a whole number in range")))
}
