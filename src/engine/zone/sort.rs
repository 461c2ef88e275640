//! Sorting by strings that lie elsewhere: what is compared first is eight octets held beside the reference, so that most
//! comparisons touch no string.

/// What is sorted: a piece of the string, and the string's number. Equal strings stand in the order of their numbers.
pub(super) type Item = (u64, u32);

/// Runs of equal pieces up to this length are compared whole; deeper nesting than this ends so too.
const SMALL_RUN: usize = 16;
const MAX_DEPTH: u32 = 64;
/// From this length on octets are counted, so many of them: three tell most names of a few thousand apart.
const LONG: usize = if cfg!(test) { 24 } else { 256 };
const COUNTED: usize = 3;

/// Sorts by string. All strings are known to share their first `skip` octets. Runs that share a piece skip what else they
/// have in common: without that, one long origin for all names would be compared again and again. `spare` is room that a
/// caller who sorts often keeps.
pub(super) fn sort<'a>(items: &mut [Item], skip: usize, spare: &mut Vec<Item>, string: &impl Fn(u32) -> &'a [u8]) {
    sort_from(items, spare, skip, 0, string);
}

fn sort_from<'a>(
    items: &mut [Item],
    spare: &mut Vec<Item>,
    skip: usize,
    depth: u32,
    string: &impl Fn(u32) -> &'a [u8],
) {
    let whole = |&(_, at): &Item| (string(at).get(skip..).unwrap_or_default(), at);
    if items.len() <= SMALL_RUN || depth >= MAX_DEPTH {
        items.sort_unstable_by(|a, b| whole(a).cmp(&whole(b)));
        return;
    }
    for item in &mut *items {
        item.0 = piece(whole(item).0);
    }
    sort_pieces(items, spare, skip, depth, string);
}

/// The same for items that hold their strings' pieces already.
pub(super) fn sort_read<'a>(items: &mut [Item], spare: &mut Vec<Item>, string: &impl Fn(u32) -> &'a [u8]) {
    sort_pieces(items, spare, 0, 0, string);
}

fn sort_pieces<'a>(
    items: &mut [Item],
    spare: &mut Vec<Item>,
    skip: usize,
    depth: u32,
    string: &impl Fn(u32) -> &'a [u8],
) {
    let whole = |&(_, at): &Item| (string(at).get(skip..).unwrap_or_default(), at);
    by_piece(items, spare);
    for run in items.chunk_by_mut(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        let common = if run.len() > SMALL_RUN { shared(run, skip, string) } else { 0 };
        if common >= 8 {
            sort_from(run, spare, skip + common, depth + 1, string);
        } else {
            // They are few, or some end inside the piece, which hides their length.
            run.sort_unstable_by(|a, b| whole(a).cmp(&whole(b)));
        }
    }
}

/// Sorts by piece and number. In so long a list the octets that tell most pieces apart are counted, one after the other;
/// what they leave together is compared.
fn by_piece(items: &mut [Item], spare: &mut Vec<Item>) {
    let differ = items.first().map_or(0, |first| items.iter().fold(0, |differ, item| differ | (item.0 ^ first.0)));
    let places = (0..8_u32).rev().map(|octet| octet * 8).filter(|place| differ >> place & 0xff != 0);
    let mut places: Vec<u32> = places.take(COUNTED).collect();
    if items.len() < LONG || items.is_sorted() {
        places.clear();
    }
    // Octets above those counted are the same everywhere.
    let counted = places.last().map_or(0, |last| u64::MAX << last);
    let room = if places.is_empty() { 0 } else { items.len() };
    if spare.len() < room {
        spare.resize(room, (0, 0));
    }
    let is_odd = places.len() % 2 == 1;
    let (mut from, mut to) = (&mut *items, spare.get_mut(..room).unwrap_or_default());
    for place in places.into_iter().rev() {
        count(from, to, place);
        std::mem::swap(&mut from, &mut to);
    }
    if is_odd {
        // `to` is what was given.
        to.copy_from_slice(from);
    }
    for run in items.chunk_by_mut(|a, b| (a.0 ^ b.0) & counted == 0).filter(|run| run.len() > 1) {
        // As one number, which is compared quicker than a pair.
        run.sort_unstable_by_key(|&(piece, at)| u128::from(piece) << 64 | u128::from(at));
    }
}

/// Puts items in the order of one octet of their pieces; those that share it keep their order.
fn count(from: &[Item], to: &mut [Item], place: u32) {
    let octet = |item: &Item| usize::from((item.0 >> place).to_le_bytes()[0]);
    let mut ends = [0_u32; 256];
    for item in from {
        if let Some(end) = ends.get_mut(octet(item)) {
            *end += 1;
        }
    }
    let mut start = 0;
    for end in &mut ends {
        (start, *end) = (start + *end, start);
    }
    for item in from {
        if let Some(next) = ends.get_mut(octet(item)) {
            if let Some(slot) = to.get_mut(*next as usize) {
                *slot = *item;
            }
            *next += 1;
        }
    }
}

/// The first eight octets as a number, padded with zeros.
pub(super) fn piece(string: &[u8]) -> u64 {
    if let Some(piece) = string.first_chunk() {
        return u64::from_be_bytes(*piece);
    }
    let mut piece = [0; 8];
    piece.iter_mut().zip(string).for_each(|(slot, octet)| *slot = *octet);
    u64::from_be_bytes(piece)
}

/// How many octets all strings have in common from `skip` on.
fn shared<'a>(items: &[Item], skip: usize, string: &impl Fn(u32) -> &'a [u8]) -> usize {
    let at = |item: &Item| string(item.1).get(skip..).unwrap_or_default();
    let Some(first) = items.first().map(at) else { return 0 };
    items.iter().fold(first.len(), |shared, item| {
        let (a, b) = (first.get(..shared).unwrap_or(first), at(item));
        if b.starts_with(a) { shared } else { common(a, b) }
    })
}

/// How many octets two strings share at their front.
pub(super) fn common(a: &[u8], b: &[u8]) -> usize {
    let mut at = 0;
    while let (Some(x), Some(y)) =
        (a.get(at..).and_then(<[u8]>::first_chunk), b.get(at..).and_then(<[u8]>::first_chunk))
    {
        let differ = u64::from_le_bytes(*x) ^ u64::from_le_bytes(*y);
        if differ != 0 {
            return at + differ.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = |s| <[u8]>::get(s, at..).unwrap_or_default();
    at + rest(a).iter().zip(rest(b)).take_while(|(x, y)| x == y).count()
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

        /// Short alphabets and long common beginnings, ends inside a piece, equal strings.
        #[test]
        fn as_a_plain_sort_does(
            strings in vec((vec(prop_oneof![9 => 0..3_u8, 1 => any::<u8>()], 0..12), 0..3_usize), 0..200),
            long in vec(any::<u8>(), 0..40),
            less in 0..12_usize,
        ) {
            let strings: Vec<Vec<u8>> = strings.into_iter().map(|(s, n)| [&long.repeat(n)[..], &s].concat()).collect();
            let mut items: Vec<Item> = (0..strings.len()).map(|n| (0, u32::try_from(n).unwrap_or(u32::MAX))).collect();
            let shared = strings.iter().map(|s| common(&strings[0], s)).min().unwrap_or(0);
            sort(&mut items, shared.saturating_sub(less), &mut Vec::new(), &|n| &strings[n as usize]);
            let mut model: Vec<_> = (0..strings.len()).collect();
            model.sort_by_key(|&n| (&strings[n], n));
            prop_assert_eq!(items.iter().map(|i| i.1 as usize).collect::<Vec<_>>(), &model[..]);
            let mut items: Vec<Item> = strings.iter().map(|string| piece(string)).zip(0..).collect();
            sort_read(&mut items, &mut Vec::new(), &|n| &strings[n as usize]);
            prop_assert_eq!(items.iter().map(|i| i.1 as usize).collect::<Vec<_>>(), model);
            for pair in strings.windows(2) {
                let plain = pair[0].iter().zip(&pair[1]).take_while(|(a, b)| a == b).count();
                prop_assert_eq!(common(&pair[0], &pair[1]), plain);
            }
        }
    }
}
