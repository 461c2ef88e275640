//! What a fix does to the lines it touches.

use crate::product::api::report::Edit;

/// How many lines of each side are shown at most.
const SHOWN: usize = 6;

/// One line of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// As it is.
    Removed(String),
    /// As it would be.
    Added(String),
}

/// The lines that `edits` touch, before and after. Edits are ascending byte ranges of `text`.
pub(crate) fn preview(text: &str, edits: &[Edit]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut rest = edits;
    while let Some(first) = rest.first() {
        let from = line_start(text, first.offset as usize);
        let mut to = line_end(text, end(first));
        // Edits in the same lines are shown together.
        let together = rest.iter().take_while(|edit| {
            let joins = edit.offset as usize <= to;
            if joins {
                to = to.max(line_end(text, end(edit)));
            }
            joins
        });
        let (now, later) = rest.split_at(together.count().max(1));
        rest = later;
        let mut after = String::new();
        let mut kept = from;
        for edit in now {
            after.push_str(text.get(kept..edit.offset as usize).unwrap_or_default());
            after.push_str(&edit.text);
            kept = end(edit);
        }
        after.push_str(text.get(kept..to).unwrap_or_default());
        let before: Vec<&str> = text.get(from..to).unwrap_or_default().lines().collect();
        let after: Vec<&str> = after.lines().filter(|line| !line.trim().is_empty()).collect();
        let (before, after) = changed(&before, &after);
        show(before, Line::Removed, &mut lines);
        show(after, Line::Added, &mut lines);
    }
    lines
}

/// Both without the lines that stand at their beginning or end alike: those are not touched.
fn changed<'s, 't>(before: &'s [&'t str], after: &'s [&'t str]) -> (&'s [&'t str], &'s [&'t str]) {
    let most = before.len().min(after.len());
    let front = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let back = before.iter().rev().zip(after.iter().rev()).take(most - front).take_while(|(a, b)| a == b).count();
    let of = |lines: &'s [&'t str]| lines.get(front..lines.len() - back).unwrap_or_default();
    (of(before), of(after))
}

fn show(part: &[&str], kind: fn(String) -> Line, lines: &mut Vec<Line>) {
    lines.extend(part.iter().take(SHOWN).map(|line| kind((*line).to_owned())));
    if part.len() > SHOWN {
        lines.push(kind("…".to_owned()));
    }
}

const fn end(edit: &Edit) -> usize {
    edit.offset as usize + edit.length as usize
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |lf| lf + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|after| after.find('\n')).map_or(text.len(), |lf| at + lf)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(offset: u32, length: u32, text: &str) -> Edit {
        Edit { offset, length, text: text.into() }
    }

    #[test]
    fn the_touched_lines_are_shown_before_and_after() {
        let text = "a 300 A 1\nb 300 A 2\nc\n";
        assert_eq!(preview(text, &[edit(12, 4, "")]), [Line::Removed("b 300 A 2".into()), Line::Added("b A 2".into())]);
        assert_eq!(
            preview(text, &[edit(0, 1, "x"), edit(2, 3, "60"), edit(20, 1, "d")]),
            [
                Line::Removed("a 300 A 1".into()),
                Line::Added("x 60 A 1".into()),
                Line::Removed("c".into()),
                Line::Added("d".into()),
            ]
        );
    }

    #[test]
    fn added_and_removed_lines_stand_alone() {
        let text = "a\nb\nc\n";
        assert_eq!(preview(text, &[edit(2, 0, "new\n")]), [Line::Added("new".into())]);
        assert_eq!(preview(text, &[edit(6, 0, "new\n")]), [Line::Added("new".into())]);
        assert_eq!(preview(text, &[edit(2, 2, "")]), [Line::Removed("b".into())]);
        let many: String = (0..9).map(|n| format!("{n}\n")).collect();
        let shown = preview("$GENERATE\n", &[edit(0, 9, many.trim_end())]);
        assert_eq!((shown.len(), shown.last()), (1 + SHOWN + 1, Some(&Line::Added("…".into()))));
    }

    #[test]
    fn a_removed_line_leaves_nothing() {
        assert_eq!(
            preview("a\nb\n", &[edit(2, 2, "")]),
            [Line::Removed("b".into()), Line::Removed(String::new())][..1]
        );
    }
}
