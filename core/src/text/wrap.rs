//! Breaking a label into lines: a text and a room in, lines that fit out; cannot fail.
//!
//! A small part of Unicode's line breaking (UAX 14): after spaces, hyphens and slashes, and around East Asian characters
//! except where punctuation forbids it. Thai, Lao and Khmer, which write no spaces between words, break at any syllable
//! sign that can begin a line, but only where nothing else fits.

use super::width::{Em, char_width, width};

/// What stands for text that was left out.
pub const ELLIPSIS: char = '…';

/// How many characters a truncated line keeps at least.
const LEAST_KEPT: usize = 3;

/// How much a truncated label keeps at least, unless it keeps half of itself: four ideographs, seven or eight Latin letters.
/// Less could be anything: "Nat…".
const LEAST_SAID: Em = 3700;

/// Closing marks, small kana and what else may not begin a line.
const NO_START: &str = "!%),.:;?]}·–—’”…‰℃、。〃々〉》」』】〕〗〞ぁぃぅぇぉっゃゅょゎゝゞァィゥェォッャュョヮヵヶ・ーヽヾ！％），．：；？］｝～｡｣､､";

/// Opening marks and what else may not end a line.
const NO_END: &str = "$(£¥[{‘“〈《「『【〔〖〝＄（［｛｢￡￥";

/// Lines of a label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The lines, none blank.
    pub lines: Vec<String>,
    /// Whether the whole text is on them.
    pub whole: bool,
}

/// Breaks a text into at most `most` lines of `room`, the last one truncated where the text is longer.
/// No line at all where too little of it fits to say anything.
pub fn wrap(text: &str, room: Em, most: usize) -> Lines {
    let mut wrapped = break_lines(text, room, most);
    if !wrapped.whole && !says_enough(text, wrapped.lines.iter().map(|line| width(line)).sum()) {
        wrapped.lines.clear();
    }
    wrapped
}

/// Whether what is left of a label with an ellipsis says what it is.
fn says_enough(label: &str, left: Em) -> bool {
    left - char_width(ELLIPSIS) >= LEAST_SAID.min(width(label) / 2)
}

fn break_lines(text: &str, room: Em, most: usize) -> Lines {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    // From where the last line begins, in case it must take the ellipsis of what follows.
    let mut last = rest;
    while !rest.is_empty() {
        if width(rest) <= room && lines.len() < most {
            lines.push(rest.to_owned());
            return Lines { lines, whole: true };
        }
        let end = if lines.len() + 1 < most { line_end(rest, room) } else { 0 };
        if end == 0 {
            let end = if lines.len() < most { cut(rest, room) } else { None };
            // A line that stops short without a sign would look like the whole label.
            let end = end.or_else(|| lines.pop().and_then(|_| cut(last, room)));
            lines.extend(end);
            return Lines { lines, whole: false };
        }
        lines.push(rest[..end].trim_end().to_owned());
        last = rest;
        rest = rest[end..].trim_start();
    }
    Lines { lines, whole: true }
}

/// Where the first line of a text ends that does not fit as a whole; 0 where it cannot be broken within the room.
fn line_end(text: &str, room: Em) -> usize {
    let (mut used, mut good, mut last_resort) = (0, 0, 0);
    let mut before = None;
    for (at, char) in text.char_indices() {
        if let Some(before) = before {
            match between(before, char) {
                Break::Allowed => good = at,
                Break::LastResort => last_resort = at,
                Break::Forbidden => {}
            }
        }
        // A space at the end of a line takes no room.
        used += char_width(char);
        if used > room && !char.is_whitespace() {
            break;
        }
        before = Some(char);
    }
    if good > 0 { good } else { last_resort }
}

#[derive(PartialEq)]
enum Break {
    Allowed,
    LastResort,
    Forbidden,
}

fn between(before: char, after: char) -> Break {
    let allowed = if after.is_whitespace() || char_width(after) == 0 || before == '\u{a0}' {
        false
    } else if before.is_whitespace() {
        true
    } else if is_of(NO_START, after) || is_of(NO_END, before) {
        false
    } else if matches!(before, '-' | '/' | '‐' | '–' | '|' | '\u{200b}') {
        !after.is_ascii_digit()
    } else if is_spaceless(before) && is_spaceless(after) {
        return if can_end_syllable(before) && can_begin_syllable(after) {
            Break::LastResort
        } else {
            Break::Forbidden
        };
    } else {
        is_east_asian(before) || is_east_asian(after)
    };
    if allowed { Break::Allowed } else { Break::Forbidden }
}

/// Ideographs, kana, Hangul, their marks and full-width forms.
fn is_east_asian(char: char) -> bool {
    matches!(char as u32, 0x2e80..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff00..=0xff9f | 0x20000..=0x3ffff)
}

fn is_spaceless(char: char) -> bool {
    matches!(char as u32, 0x0e01..=0x0eff | 0x1780..=0x17ff | 0x1000..=0x109f)
}

/// A vowel that is written before its consonant may not end a line.
fn can_end_syllable(char: char) -> bool {
    !matches!(char, 'เ'..='ไ' | 'ເ'..='ໄ')
}

/// A vowel or sign that is written after its consonant may not begin one.
fn can_begin_syllable(char: char) -> bool {
    !matches!(char, 'ะ' | 'า' | 'ำ' | 'ๅ' | 'ๆ' | 'ฯ' | 'ະ' | 'າ' | 'ຳ' | '\u{17b6}'..='\u{17d3}' | '\u{102b}'..='\u{103e}')
}

/// Whether a mark is one of some.
fn is_of(marks: &str, mark: char) -> bool {
    marks.chars().any(|one| one == mark)
}

/// Cuts a text so that it fits with an ellipsis; `None` where what is left says nothing.
pub fn truncate(text: &str, room: Em) -> Option<String> {
    wrap(text, room, 1).lines.pop()
}

/// Cuts a line so that it fits with an ellipsis; `None` where it would keep fewer than a few characters.
fn cut(text: &str, room: Em) -> Option<String> {
    let text = text.trim();
    if width(text) <= room {
        return Some(text.to_owned());
    }
    let (mut used, mut end, mut kept) = (char_width(ELLIPSIS), 0, 0);
    for (at, char) in text.char_indices() {
        used += char_width(char);
        if used > room {
            break;
        }
        kept += usize::from(char_width(char) > 0);
        end = at + char.len_utf8();
    }
    // What stands on the next character goes with it; a mark that opens is not left hanging.
    let kept_text = text[..end]
        .trim_end_matches(|char: char| char.is_whitespace() || is_of(NO_END, char) || is_of("，、,;:", char));
    let least = if kept_text.chars().all(is_east_asian) { LEAST_KEPT - 1 } else { LEAST_KEPT };
    (kept >= least && !kept_text.is_empty()).then(|| [kept_text, "…"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, room: Em, most: usize) -> Vec<String> {
        wrap(text, room, most).lines
    }

    #[test]
    fn english_breaks_at_spaces_hyphens_and_slashes() {
        assert_eq!(lines("General public services", 5000, 9), ["General", "public", "services"]);
        assert_eq!(lines("Non-profit/private bodies", 5500, 9), ["Non-profit/", "private", "bodies"]);
        assert_eq!(lines("budget 2024-2025", 6000, 9), ["budget", "2024-2025"], "digits stay together");
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_closing_or_after_opening_marks() {
        assert_eq!(lines("社会保障和就业支出", 4000, 9), ["社会保障", "和就业支", "出"]);
        assert_eq!(lines("一般公共服务（类）、教育", 6000, 9), ["一般公共服务", "（类）、教育"]);
        assert_eq!(lines("一般公共服（类）", 6000, 9), ["一般公共服", "（类）"], "the opening mark moves on");
        assert_eq!(lines("因公出国（境）费", 7000, 9), ["因公出国（境）", "费"]);
        assert_eq!(lines("因公出国（境）费", 6000, 9), ["因公出国", "（境）费"]);
    }

    #[test]
    fn japanese_keeps_small_kana_and_long_marks_off_the_start() {
        assert_eq!(lines("スポーツセンター費", 3000, 9), ["スポー", "ツセン", "ター費"]);
        assert_eq!(lines("しょうがっこう", 3000, 9), ["しょう", "がっこ", "う"]);
        assert_eq!(lines("あいっう", 2000, 9), ["あ", "いっ", "う"]);
    }

    #[test]
    fn thai_breaks_inside_only_where_nothing_else_fits_and_never_under_a_vowel_sign() {
        for line in lines("การศึกษาขั้นพื้นฐาน", 4000, 9) {
            let first = line.chars().next().unwrap();
            assert!(char_width(first) > 0 && can_begin_syllable(first), "{line}");
        }
        assert_eq!(lines("การศึกษา สุขภาพ", 6000, 9), ["การศึกษา", "สุขภาพ"]);
    }

    #[test]
    fn arabic_breaks_at_spaces() {
        assert_eq!(lines("الخدمات العمومية العامة", 6000, 9), ["الخدمات", "العمومية", "العامة"]);
    }

    #[test]
    fn what_does_not_fit_ends_in_an_ellipsis_or_is_left_out() {
        assert_eq!(wrap("Telecommunications", 6000, 3), Lines { lines: vec!["Telecom…".into()], whole: false });
        assert_eq!(wrap("社会保障和就业支出", 5000, 1), Lines { lines: vec!["社会保障…".into()], whole: false });
        assert_eq!(wrap("Health", 1500, 3), Lines { lines: vec![], whole: false });
        assert_eq!(wrap("Health", 9000, 0), Lines { lines: vec![], whole: false });
        assert_eq!(lines("普惠金融发展支出", 3000, 2), ["普惠金", "融发…"]);
        assert_eq!(lines("普惠金融发展支出", 2500, 2), Vec::<String>::new(), "never a part that looks whole");
        assert_eq!(lines("Tax Telecommunications", 2200, 2), Vec::<String>::new());
        assert_eq!(truncate("一般公共（类）", 6000).as_deref(), Some("一般公共…"));
        for (text, room, most) in [
            ("National defence", 3000, 1),
            ("National defence", 3000, 2),
            ("社会保障和就业支出", 4000, 1),
            ("Tax Telecommunications", 2700, 2),
        ] {
            assert_eq!(lines(text, room, most), Vec::<String>::new(), "too little of it is no word: {text}");
        }
        assert_eq!(lines("Railways", 3800, 1), ["Railw…"], "half of a short one is");
        assert_eq!(lines("教育支出", 3000, 1), ["教育…"]);
    }

    proptest! {
        #[test]
        fn every_line_fits_and_nothing_is_lost(text in "[a-z 一-十（），/-]{0,40}", room in 500..9000_i32, most in 0..5_usize) {
            let wrapped = wrap(&text, room, most);
            prop_assert!(wrapped.lines.len() <= most);
            for line in &wrapped.lines {
                prop_assert!(width(line) <= room && !line.trim().is_empty());
            }
            if wrapped.whole {
                let squeezed = |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
                prop_assert_eq!(squeezed(&wrapped.lines.concat()), squeezed(&text));
            }
        }

        #[test]
        fn never_panics(text in ".{0,40}", room in -5..9000_i32) {
            let _ = wrap(&text, room, 3);
        }
    }
}
