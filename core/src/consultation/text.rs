//! What a citizen typed in, plain text that may be kept and shown out, with what was taken from it; or why it is none.
//!
//! A comment is plain text. What nobody sees is taken out, because it hides words, reorders a page or carries data; what a
//! script needs stays. Cleaning what is clean changes nothing. Sources: Unicode Standard 23 (controls, noncharacters, tags),
//! UAX 9 (directions), UAX 14 (line breaks), UTR 36 (ill-formed bytes are replaced, never dropped), UTS 51 (emoji).

mod class;
mod decode;

pub use decode::decode;

use class::Class;

/// How many blank lines may stand together.
const MOST_BLANK_LINES: usize = 3;

/// How many marks may stand on one letter: Vietnamese has two, phonetic notation three.
const MOST_MARKS: usize = 4;

/// What was taken from a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Removed {
    /// NUL and other controls but line break and tab, annotation and deprecated format characters.
    Control,
    /// Characters without width, such as U+200B and the byte order mark; joiners and variation selectors where no script and no
    /// emoji needs them.
    Invisible,
    /// Marks, overrides, embeddings and isolates of direction: the page isolates each comment itself.
    Direction,
    /// Code points that are no characters, such as U+FFFE.
    Noncharacter,
    /// Tag characters, which repeat ASCII unseen.
    Tag,
    /// Marks beyond [four](self) on one letter.
    Mark,
    /// Blank lines beyond three together, and those around the text.
    BlankLine,
    /// White space at the ends of lines.
    Space,
    /// Bytes that are no UTF-8: not removed but shown as U+FFFD, one for each.
    Undecodable,
}

impl Removed {
    /// The word used in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Invisible => "invisible",
            Self::Direction => "direction",
            Self::Noncharacter => "noncharacter",
            Self::Tag => "tag",
            Self::Mark => "mark",
            Self::BlankLine => "blank-line",
            Self::Space => "space",
            Self::Undecodable => "undecodable",
        }
    }

    /// Whether the reader should be told: blank space is nobody's loss.
    pub fn is_told(self) -> bool {
        !matches!(self, Self::BlankLine | Self::Space)
    }
}

/// A text that may be kept.
///
/// *Meaning*: what was typed, without what nobody sees; lines end in LF. *Validity*: not blank, no longer than was asked.
/// *Not checked*: personal data, language, manners; it is still to be drawn as text and never as markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clean {
    /// The text.
    pub text: String,
    /// What was taken from it and how often, in the order of the kinds; kinds that do not occur are left out.
    pub removed: Vec<(Removed, usize)>,
}

/// Why a text is none that may be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// Nothing in it can be seen.
    Blank,
    /// It has more characters (Unicode scalar values, a line break is one) than are allowed.
    TooLong {
        /// How many it has when cleaned.
        characters: usize,
        /// How many it may have.
        most: usize,
    },
}

/// Cleans a text of at most `most` characters, counted when cleaned.
///
/// CR LF, CR, NEL, VT, FF, LS and PS become LF, which is not counted as a removal: forms always send CR LF. Joiners (U+200C,
/// U+200D) stay between two letters of scripts that join (Arabic to Mongolian, Indic scripts), and U+200D between two
/// pictographs; one variation selector stays on a character that can be seen.
///
/// # Errors
/// [`TextFault`]: the text is blank, or too long.
pub fn clean(text: &str, most: usize) -> Result<Clean, TextFault> {
    let mut count = Count::default();
    let text = tidy_lines(&join(&strip(text, &mut count), &mut count), &mut count);
    if !text.chars().any(class::is_seen) {
        return Err(TextFault::Blank);
    }
    let characters = text.chars().count();
    if characters > most {
        return Err(TextFault::TooLong { characters, most });
    }
    Ok(Clean { text, removed: count.0 })
}

/// [`decode()`] and [`clean()`] in one: for what comes from a form or a JSON string as bytes.
///
/// # Errors
/// [`TextFault`]: the text is blank, or too long.
pub fn clean_bytes(bytes: &[u8], most: usize) -> Result<Clean, TextFault> {
    let (text, replaced) = decode(bytes);
    let mut clean = clean(&text, most)?;
    if replaced > 0 {
        clean.removed.push((Removed::Undecodable, replaced));
    }
    Ok(clean)
}

#[derive(Default)]
struct Count(Vec<(Removed, usize)>);

impl Count {
    fn add(&mut self, kind: Removed, times: usize) {
        match self.0.binary_search_by_key(&kind, |(kind, _)| *kind) {
            Ok(at) => self.0[at].1 += times,
            Err(at) if times > 0 => self.0.insert(at, (kind, times)),
            Err(_) => {}
        }
    }
}

/// Takes out what stays nowhere, and makes every line break LF.
fn strip(text: &str, count: &mut Count) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for char in text.chars() {
        match Class::of(char) {
            Class::Never(kind) => count.add(kind, 1),
            // The second half of CR LF.
            Class::Break if char == '\n' && before == Some('\r') => {}
            Class::Break => out.push('\n'),
            _ => out.push(char),
        }
        before = Some(char);
    }
    out
}

/// Takes out joiners, selectors and marks where nothing bears them.
fn join(text: &str, count: &mut Count) -> String {
    let mut out = String::with_capacity(text.len());
    // The last character that stayed, the last that is no selector, and how many marks ended the text.
    let (mut last, mut bearer, mut marks) = ('\n', '\n', 0);
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        let class = Class::of(char);
        let (stays, kind) = match class {
            Class::Joiner => {
                let next = rest.clone().next().unwrap_or('\n');
                (class::joins(char, bearer, next), Removed::Invisible)
            }
            Class::Selector => (class::bears(last, char), Removed::Invisible),
            Class::Mark => (marks < MOST_MARKS, Removed::Mark),
            _ => (true, Removed::Control),
        };
        if !stays {
            count.add(kind, 1);
            continue;
        }
        marks = if class == Class::Mark { marks + 1 } else { 0 };
        last = char;
        if class != Class::Selector {
            bearer = char;
        }
        out.push(char);
    }
    out
}

/// Trims the ends of lines, leaves three blank lines together and none around the text. The first line keeps its indentation.
fn tidy_lines(text: &str, count: &mut Count) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.split('\n') {
        let trimmed = line.trim_end();
        count.add(Removed::Space, line.chars().count() - trimmed.chars().count());
        if trimmed.is_empty() {
            blank += 1;
            continue;
        }
        let kept = if out.is_empty() { 0 } else { blank.min(MOST_BLANK_LINES) };
        count.add(Removed::BlankLine, blank - kept);
        out.extend(std::iter::repeat_n('\n', kept + usize::from(!out.is_empty())));
        out.push_str(trimmed);
        blank = 0;
    }
    count.add(Removed::BlankLine, blank);
    out
}

#[cfg(test)]
mod tests;
