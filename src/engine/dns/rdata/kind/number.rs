//! Numbers of 8, 16 and 32 bits, seconds, and numbers with names.

use std::fmt::Write;

use super::mnemonic::{self, ALGORITHMS, CERTIFICATES, SCHEMES};
use super::{Diagnostics, Words};
use crate::engine::dns::number::{NumberFault, decimal, duration};
use crate::engine::dns::{Token, codes};

pub(super) fn parse_u8(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let number = parse(words, u32::from(u8::MAX), diags)?;
    out.push(u8::try_from(number).ok()?);
    Some(())
}

pub(super) fn parse_u16(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let number = parse(words, u32::from(u16::MAX), diags)?;
    out.extend_from_slice(&u16::try_from(number).ok()?.to_be_bytes());
    Some(())
}

pub(super) fn parse_u32(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let number = parse(words, u32::MAX, diags)?;
    out.extend_from_slice(&number.to_be_bytes());
    Some(())
}

pub(super) fn parse_seconds(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    let seconds = duration(token.text).map_err(|fault| diagnose(fault, words, &token, u32::MAX, diags)).ok()?;
    out.extend_from_slice(&seconds.to_be_bytes());
    Some(())
}

pub(super) fn parse_algorithm(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let number = mnemonic::parse(words, ALGORITHMS, u16::from(u8::MAX), diags)?;
    out.push(u8::try_from(number).ok()?);
    Some(())
}

pub(super) fn parse_certificate(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    out.extend_from_slice(&mnemonic::parse(words, CERTIFICATES, u16::MAX, diags)?.to_be_bytes());
    Some(())
}

pub(super) fn parse_scheme(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let number = mnemonic::parse(words, SCHEMES, u16::from(u8::MAX), diags)?;
    out.push(u8::try_from(number).ok()?);
    Some(())
}

pub(super) fn parse_u64(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    let token = words.next(diags)?;
    let Ok(number) = decimal(token.text, u64::MAX) else {
        diags.push(words.bad(&codes::NUMBER_MALFORMED, &token));
        return None;
    };
    out.extend_from_slice(&number.to_be_bytes());
    Some(())
}

/// The next word as a decimal number of at most `max`.
pub(in super::super) fn parse(words: &mut Words<'_, '_>, max: u32, diags: &mut Diagnostics) -> Option<u32> {
    let token = words.next(diags)?;
    match decimal(token.text, u64::from(max)) {
        Ok(number) => u32::try_from(number).ok(),
        Err(fault) => {
            diagnose(fault, words, &token, max, diags);
            None
        }
    }
}

fn diagnose(fault: NumberFault, words: &Words<'_, '_>, token: &Token<'_>, max: u32, diags: &mut Diagnostics) {
    diags.push(match fault {
        NumberFault::Malformed => words.bad(&codes::NUMBER_MALFORMED, token),
        NumberFault::TooLarge => words.bad(&codes::NUMBER_TOO_LARGE, token).arg("limit", max),
    });
}

pub(super) fn print(number: impl std::fmt::Display, out: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(out, "{number}");
}
