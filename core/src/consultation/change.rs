//! What changed from one text to another: a draft and what was decided in, pieces that stayed, went and came out; cannot fail.
//!
//! Compared by words, and by characters where a script writes no spaces. The longest common subsequence (Wagner and Fischer 1974) of
//! what lies between the common beginning and the common end; of texts for which that would take too long, all of it went and came.

/// What became of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stayed.
    Same,
    /// It is in the first text only.
    Removed,
    /// It is in the second text only.
    Added,
}

/// So many comparisons at most, a byte each.
const MOST: usize = 4_000_000;

/// The pieces of two texts, in their order: what is the same or was added makes the second text, what is the same or was removed the
/// first.
pub fn changes(before: &str, after: &str) -> Vec<(Fate, String)> {
    let (old, new) = (tokens(before), tokens(after));
    let head = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let room = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(one, other)| one == other).count();
    let mut pieces = Vec::new();
    push(&mut pieces, Fate::Same, &old[..head]);
    between(&old[head..old.len() - tail], &new[head..new.len() - tail], &mut pieces);
    push(&mut pieces, Fate::Same, &old[old.len() - tail..]);
    pieces
}

/// Words with the space behind them; a sign of a script without spaces alone.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let is_alone = |char: char| !char.is_whitespace() && (char >= '\u{2e80}' || !char.is_alphanumeric());
    // A sign within a number or a word belongs to it: 4.5, 2025-03-01, don't.
    let is_inside = |at: usize, char: char| {
        let is_word = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric());
        let (before, after) = (&text[..at], &text[at + char.len_utf8()..]);
        ".,-'/:".contains(char) && is_word(before.chars().next_back()) && is_word(after.chars().next())
    };
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let Some(&(next, following)) = chars.peek() else { break };
        let ends_word = char.is_whitespace() && !following.is_whitespace();
        let begins = is_alone(following) && !is_inside(next, following);
        let ends = is_alone(char) && !following.is_whitespace() && !is_inside(at, char);
        if ends_word || begins || ends {
            tokens.push(&text[start..next]);
            start = next;
        }
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

fn push(pieces: &mut Vec<(Fate, String)>, fate: Fate, tokens: &[&str]) {
    if tokens.is_empty() {
        return;
    }
    let text = tokens.concat();
    match pieces.last_mut() {
        Some((known, last)) if *known == fate => last.push_str(&text),
        _ => pieces.push((fate, text)),
    }
}

fn between(old: &[&str], new: &[&str], pieces: &mut Vec<(Fate, String)>) {
    let width = new.len() + 1;
    if old.is_empty() || new.is_empty() || (old.len() + 1).saturating_mul(width) > MOST {
        push(pieces, Fate::Removed, old);
        return push(pieces, Fate::Added, new);
    }
    // Whether the way from here to the ends with the most in common goes on in the first text; two rows of lengths suffice for that.
    let mut is_down = vec![false; old.len() * width];
    let mut below = vec![0_u32; width];
    for (at, one) in old.iter().enumerate().rev() {
        let mut row = vec![0_u32; width];
        for (to, other) in new.iter().enumerate().rev() {
            row[to] = if one == other { below[to + 1] + 1 } else { below[to].max(row[to + 1]) };
            is_down[at * width + to] = below[to] >= row[to + 1];
        }
        below = row;
    }
    let (mut at, mut to) = (0, 0);
    while at < old.len() && to < new.len() {
        if old[at] == new[to] {
            push(pieces, Fate::Same, &old[at..=at]);
            (at, to) = (at + 1, to + 1);
        } else if is_down[at * width + to] {
            push(pieces, Fate::Removed, &old[at..=at]);
            at += 1;
        } else {
            push(pieces, Fate::Added, &new[to..=to]);
            to += 1;
        }
    }
    push(pieces, Fate::Removed, &old[at..]);
    push(pieces, Fate::Added, &new[to..]);
}

#[cfg(test)]
mod tests {
    use super::{Fate, changes};
    use proptest::prelude::*;

    fn marked(before: &str, after: &str) -> String {
        let piece = |(fate, text): (Fate, String)| match fate {
            Fate::Same => text,
            Fate::Removed => format!("[-{text}]"),
            Fate::Added => format!("[+{text}]"),
        };
        changes(before, after).into_iter().map(piece).collect()
    }

    #[test]
    fn words_and_characters_that_changed_are_told() {
        assert_eq!(marked("路面宽4.5米。", "路面宽5米，限速。"), "路面宽[-4.5][+5]米[+，限速]。");
        assert_eq!(
            marked("Roads are 4 m wide.", "Roads are at least 5 m wide."),
            "Roads are [-4 ][+at least 5 ]m wide."
        );
        assert_eq!(marked("", "New."), "[+New.]");
        assert_eq!(marked("Gone.", ""), "[-Gone.]");
        assert_eq!(marked("Same.", "Same."), "Same.");
    }

    #[test]
    fn texts_too_long_to_compare_are_told_whole() {
        let (one, other) = ("a b ".repeat(3000), "c d ".repeat(3000));
        assert_eq!(changes(&one, &other).len(), 2);
    }

    proptest! {
        #[test]
        fn the_pieces_make_both_texts(before in "[ab 中文。]{0,40}", after in "[ab 中文。]{0,40}") {
            let text = |fate| {
                let pieces = changes(&before, &after);
                pieces.into_iter().filter(|(known, _)| *known != fate).map(|(_, text)| text).collect::<String>()
            };
            prop_assert_eq!(text(Fate::Added), before.clone());
            prop_assert_eq!(text(Fate::Removed), after.clone());
        }
    }
}
