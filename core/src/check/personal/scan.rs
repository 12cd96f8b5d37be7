//! One text: what stands in a cell in, every number in it that may be personal out, with what speaks for it; cannot fail.
//!
//! A text is cut into *pieces*, runs of digits and letters. A number is a piece, several with separators between them, or a
//! piece without the letters around it. No number has more than [`LONGEST`] characters, so that time grows with the text.

use super::fold::{LETTER, MASK, fold};
use super::rule::{Evidence, Form, Rules};
use super::shape::LONGEST;

/// So many letters directly before a number are a code's name: PROJ152201360301030.
const WORD: usize = 3;

/// No more than these stand between two pieces of a number.
const MOST_BETWEEN: usize = 8;

/// The shortest text that may be a number written in powers of ten, `3E+17`, and the shortest other one.
const SHORTEST: (usize, usize) = (5, 8);

/// A number that may be personal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    /// The index of its rule.
    pub rule: usize,
    /// What speaks for it, the column aside.
    pub evidence: Evidence,
    /// Whether it is written as amounts are: `1,234`, `1234.00`.
    pub is_amount: bool,
    /// Whether everything must speak for it: it is a decimal or a part of one, a code of
    /// something else, or held together by marks of several kinds.
    pub is_doubtful: bool,
    /// Whether nothing but it stands in the text.
    pub is_whole: bool,
}

/// The search in one text after the other; its memory is used again.
#[derive(Debug, Default)]
pub(super) struct Scan {
    folded: Vec<u8>,
    pieces: Vec<(usize, usize)>,
    number: Vec<u8>,
    letters: usize,
    digits: usize,
    /// What was found in the last text.
    pub hits: Vec<Hit>,
}

impl Scan {
    /// Looks into a text.
    pub fn run(&mut self, text: &str, rules: &Rules) {
        self.hits.clear();
        (self.letters, self.digits) = (0, 0);
        let has = |wanted: &[u8]| text.bytes().any(|byte| wanted.contains(&byte));
        if text.len() < SHORTEST.0 || text.len() < SHORTEST.1 && text.is_ascii() && !has(b"eE@") {
            return self.count_only(text);
        }
        fold(text, &mut self.folded);
        self.cut();
        if self.digits > 0 {
            self.windows(rules);
            // A star hides a digit, or parts digits.
            if part_at_stars(&mut self.folded) {
                (self.letters, self.digits) = (0, 0);
                self.cut();
                self.windows(rules);
            }
            self.powers(rules);
        }
        self.addresses(rules);
    }

    /// Whether the last text was a number: digits, and no letter but that of a power of ten.
    pub fn is_number(&self) -> bool {
        self.digits > 0 && (self.letters == 0 || self.letters == 1 && self.folded.contains(&b'E'))
    }

    /// How many digits the last text has.
    pub fn digits(&self) -> usize {
        self.digits
    }

    /// Of a text too short to hold anything, whether it is a number.
    fn count_only(&mut self, text: &str) {
        self.folded.clear();
        self.letters = text.chars().filter(|char| char.is_alphabetic()).count();
        self.digits = text.bytes().filter(u8::is_ascii_digit).count();
    }

    /// Finds the pieces.
    fn cut(&mut self) {
        self.pieces.clear();
        let mut start = None;
        for (at, byte) in self.folded.iter().enumerate() {
            let is_letter = byte.is_ascii_uppercase();
            self.letters += usize::from(is_letter || *byte == LETTER);
            self.digits += usize::from(byte.is_ascii_digit());
            match (is_letter || byte.is_ascii_digit() || *byte == MASK, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    self.pieces.push((from, at));
                    start = None;
                }
                _ => {}
            }
        }
        self.pieces.extend(start.map(|from| (from, self.folded.len())));
    }

    /// Every run of pieces that is short enough.
    fn windows(&mut self, rules: &Rules) {
        let mut number = std::mem::take(&mut self.number);
        for first in 0..self.pieces.len() {
            number.clear();
            for last in first..self.pieces.len() {
                let (from, to) = self.pieces[last];
                let is_apart = last > first && from - self.pieces[last - 1].1 > MOST_BETWEEN;
                // Letters before and after a number do not count, but belong to its first and last piece.
                let most = if last > first { LONGEST } else { 2 * LONGEST };
                if is_apart || number.len() + (to - from) > most {
                    break;
                }
                number.extend_from_slice(&self.folded[from..to]);
                let is_code = rules.is_code(&number);
                for (cut, end) in trimmed(&number, self.first_length(first), to - from) {
                    self.number((first, last), &number[cut..end], is_code, (cut, number.len() - end), rules);
                }
            }
        }
        self.number = number;
    }

    fn first_length(&self, piece: usize) -> usize {
        self.pieces[piece].1 - self.pieces[piece].0
    }

    /// A run of pieces, without letters around it, as a number of each rule.
    fn number(
        &mut self,
        (first, last): (usize, usize),
        number: &[u8],
        is_code: bool,
        cut: (usize, usize),
        rules: &Rules,
    ) {
        let Some(fitting) = rules.by_length.get(number.len()).filter(|fitting| !fitting.is_empty()) else { return };
        if !number.iter().any(u8::is_ascii_digit) {
            return;
        }
        let between = |at: usize| &self.folded[self.pieces[at - 1].1..self.pieces[at].0];
        let inner = (first + 1)..=last;
        for (index, shape) in fitting {
            let rule = &rules.rules[*index];
            if !rule.shapes()[*shape].fits(number) || number.contains(&MASK) && rule.is_masked(number) {
                continue;
            }
            let evidence = rule.evidence(number) | Evidence::BARE.when(cut.0 < WORD);
            // The letters before the first piece and after the last one are no part of its group.
            let length = |at: usize| {
                let around = if at == first { cut.0 } else { 0 } + if at == last { cut.1 } else { 0 };
                self.first_length(at).saturating_sub(around)
            };
            let is_group = last > first
                && rule.is_grouped((first..=last).map(length))
                && inner.clone().all(|at| !between(at).contains(&LETTER));
            let is_usual = inner.clone().all(|at| rule.may_be_separated_by(between(at)));
            if !is_usual && !is_group && !evidence.is_certain() {
                continue;
            }
            let is_grouped = |at: usize| between(at) == b"," && self.pieces[at].1 - self.pieces[at].0 == 3;
            let is_amount = last > first && inner.clone().all(is_grouped);
            let is_decimal = last == first + 1 && between(last) == b".";
            let mut marks = inner.clone().flat_map(&between);
            let is_mixed = marks.next().is_some_and(|mark| marks.any(|other| other != mark));
            let joins = |at: usize| between(at) == b"." || is_amount && between(at) == b",";
            let is_digit = |at: usize| self.folded[at].is_ascii_digit();
            let after = self.pieces.get(last + 1).filter(|(from, _)| joins(last + 1) && is_digit(*from));
            let is_zero = after.is_some_and(|(from, to)| self.folded[*from..*to].iter().all(|byte| *byte == b'0'));
            let is_part = first > 0 && joins(first) && is_digit(self.pieces[first - 1].1 - 1);
            let letters = number.iter().filter(|byte| byte.is_ascii_uppercase()).count();
            let outside = if is_zero { 1 } else { 0 };
            self.hits.push(Hit {
                rule: *index,
                evidence: evidence | Evidence::GROUPED.when(is_group) | Evidence::WORDS.when(self.letters > letters),
                is_amount: is_amount || is_zero,
                // A date says more than the check of a code, which one number in thirty has by chance.
                is_doubtful: is_code && !evidence.has(Evidence::DATE)
                    || is_decimal
                    || (is_mixed || !is_usual) && !is_group
                    || is_part
                    || after.is_some() && !is_zero,
                is_whole: first == 0 && last + 1 + outside == self.pieces.len() && cut == (0, 0),
            });
        }
    }

    /// Numbers that a spreadsheet shows as powers of ten: `3.30102E+17`.
    fn powers(&mut self, rules: &Rules) {
        let text = &self.folded;
        for at in (0..text.len()).filter(|at| text[*at] == b'E') {
            let back =
                |end: usize| text[..end].iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_digit()).count();
            let part = back(at);
            let point = at - part;
            let is_decimal = point > 0 && matches!(text[point - 1], b'.' | b',');
            let whole = if is_decimal { back(point - 1) } else { 0 };
            let start = if whole > 0 { point - 1 - whole } else { point };
            let sign = usize::from(text.get(at + 1) == Some(&b'+'));
            let exponent = &text[at + 1 + sign..];
            let length = exponent.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
            let power = exponent[..length].iter().fold(0, |power, byte| power * 10 + usize::from(byte - b'0'));
            let before = text[..start].last();
            let is_bounded = ![before, exponent.get(length)].into_iter().flatten().any(u8::is_ascii_alphanumeric);
            let digits = power + if whole > 0 { whole } else { part };
            if part == 0 || length == 0 || !is_bounded || digits > LONGEST {
                continue;
            }
            let mut number: Vec<u8> = text[start..at].iter().copied().filter(u8::is_ascii_digit).collect();
            if number.len() >= digits {
                continue;
            }
            number.resize(digits, b'0');
            for (index, shape) in &rules.by_length[digits] {
                let rule = &rules.rules[*index];
                if rule.shapes()[*shape].fits(&number) {
                    self.hits.push(Hit {
                        rule: *index,
                        evidence: rule.evidence(&number)
                            | Evidence::SCIENTIFIC
                            | Evidence::WORDS.when(self.letters > 1),
                        is_amount: false,
                        is_doubtful: false,
                        is_whole: self.letters == 1,
                    });
                }
            }
        }
    }

    /// Electronic addresses.
    fn addresses(&mut self, rules: &Rules) {
        let text = &self.folded;
        for at in (0..text.len()).filter(|at| text[*at] == b'@') {
            let is_local = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
            let local = text[..at].iter().rev().take_while(is_local).count();
            let is_domain = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-".contains(byte);
            let domain = &text[at + 1..at + 1 + text[at + 1..].iter().take_while(is_domain).count()];
            let last = domain.iter().rev().skip_while(|byte| **byte == b'.').take_while(|byte| **byte != b'.').count();
            if local == 0 || domain.first().is_none_or(|byte| *byte == b'.') || last < 2 || last + 1 >= domain.len() {
                continue;
            }
            let is_address = |rule: &super::rule::Rule| matches!(rule.form, Form::Address);
            self.hits.extend(rules.rules.iter().enumerate().filter(|(_, rule)| is_address(rule)).map(|(rule, _)| {
                Hit {
                    rule,
                    evidence: Evidence::START,
                    is_amount: false,
                    is_doubtful: false,
                    is_whole: local + 1 + domain.len() == text.len(),
                }
            }));
        }
    }

    /// The digits of a text that is nothing but a piece of a number: digits, or digits and a last `X`, or a date.
    pub fn piece(&mut self, text: &str) -> Piece<'_> {
        let trimmed = text.trim().trim_matches(QUOTES);
        if trimmed.len() > 4 * LONGEST {
            return Piece::End;
        }
        if !trimmed.chars().any(char::is_numeric) && trimmed != "X" && trimmed != "x" {
            let is_short = trimmed.chars().take(MOST_WORD + 1).count() <= MOST_WORD;
            return if is_short { Piece::Nothing } else { Piece::End };
        }
        fold(trimmed, &mut self.folded);
        let digits = self.folded.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == self.folded.len() || self.folded[digits..] == *b"X" {
            return Piece::Digits(&self.folded);
        }
        match date(&self.folded, &mut self.number) {
            true => Piece::Date(&self.number),
            false => Piece::End,
        }
    }
}

/// Makes stars with a digit on both sides a mark of another kind; says whether there are any.
fn part_at_stars(folded: &mut [u8]) -> bool {
    let mut has_any = false;
    for at in 1..folded.len().saturating_sub(1) {
        if folded[at] == MASK && folded[at - 1].is_ascii_digit() && folded[at + 1].is_ascii_digit() {
            folded[at] = b'|';
            has_any = true;
        }
    }
    has_any
}

/// Marks around a cell that a spreadsheet takes for text.
const QUOTES: [char; 5] = ['\'', '"', '’', '‘', '`'];

/// A cell without digits of at most so many characters does not part the pieces of a number: a dash, 男.
const MOST_WORD: usize = 4;

/// What a cell is among those over which a number may be split.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// Digits, perhaps with a check character.
    Digits(&'a [u8]),
    /// A date, as eight digits.
    Date(&'a [u8]),
    /// A dash or a short word, between pieces.
    Nothing,
    /// No part of any number.
    End,
}

/// Writes a date of year, month and day as eight digits: `1980-1-1`, `1980年1月1日`, with or without a time of zeros.
fn date(folded: &[u8], out: &mut Vec<u8>) -> bool {
    let mut groups = folded.split(|byte| !byte.is_ascii_digit()).filter(|group| !group.is_empty());
    let (Some(year), Some(month), Some(day)) = (groups.next(), groups.next(), groups.next()) else { return false };
    let is_time = groups.all(|group| group.iter().all(|byte| *byte == b'0'));
    let has_letters = folded.iter().any(|byte| byte.is_ascii_uppercase() && *byte != b'T' || *byte == MASK);
    if year.len() != 4 || month.len() > 2 || day.len() > 2 || !is_time || has_letters {
        return false;
    }
    out.clear();
    out.extend_from_slice(year);
    for group in [month, day] {
        out.extend(std::iter::repeat_n(b'0', 2 - group.len()));
        out.extend_from_slice(group);
    }
    true
}

/// Where a number may begin and end in the pieces that were joined: as they stand, and without the letters before and after
/// it, of which the last may be a check character. The letters must be of the first and the last piece.
fn trimmed(number: &[u8], first: usize, last: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
    let is_letter = |byte: &&u8| byte.is_ascii_uppercase();
    let before = number.iter().take_while(is_letter).count();
    let after = number.iter().rev().take_while(is_letter).count();
    let (before, after) = (if before < first { before } else { 0 }, if after < last { after } else { 0 });
    let (whole, end) = (number.len(), number.len() - after);
    let with_check = after > 1 && number[end] == b'X';
    [
        Some((0, whole)),
        (before > 0).then_some((before, whole)),
        (after > 0).then_some((before, end)),
        with_check.then_some((before, end + 1)),
    ]
    .into_iter()
    .flatten()
}
