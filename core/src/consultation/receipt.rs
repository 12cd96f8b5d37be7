//! 128 bits in, a receipt that a person can copy out, and back; a receipt that was copied wrongly names the group that is wrong.
//!
//! A receipt is seven groups of four: `ABCD-EFGH-…`. Its 31 symbols are the digits and capitals without 0, O, 1, I and L; 31 is
//! prime, so that symbols are the numbers of a field. The first 26 hold the bits in base 31, most significant first; the last two
//! are chosen so that over all 28 the sum of symbols and the sum of symbols times their places (from 1) are both 0 modulo 31
//! (a shortened Reed–Solomon code, distance 3). So a single wrong symbol is found and its place is known, and any two wrong ones
//! are found, a swap of two among them.

/// The symbols, each at its value.
pub const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// What the bytes of a [`leaf`] begin with.
pub const LABEL: &[u8; 19] = b"daylight-receipt-1\0";

/// Symbols that hold bits.
const DATA: usize = 26;

/// All symbols.
const LENGTH: usize = DATA + 2;

/// Symbols of a group.
const GROUP: usize = 4;

const BASE: u8 = ALPHABET.len() as u8;

/// A receipt.
///
/// *Meaning*: who has it may ask what became of a comment, so it is shown to one person only; `Debug` does not tell it.
/// *Validity*: any 128 bits. *Not checked*: that they were drawn by chance, which is the caller's part.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Receipt(pub u128);

/// Why a text is no receipt. Groups are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptFault {
    /// It has another number of symbols than 28, and no group stands out.
    Length {
        /// How many it has.
        symbols: usize,
    },
    /// A group has another number of symbols than four.
    Group {
        /// Which.
        group: usize,
        /// How many it has.
        symbols: usize,
    },
    /// A character that no receipt has.
    Character {
        /// In which group.
        group: usize,
        /// The character as it was typed.
        character: char,
    },
    /// It was copied wrongly.
    Check {
        /// In which group, where one symbol, or two that were swapped, explain it and only there.
        group: Option<usize>,
    },
    /// It was written by nobody: it passes the check, but stands for more than 128 bits.
    Range,
}

impl ReceiptFault {
    /// The group that is wrong, where one stands out.
    pub fn group(self) -> Option<usize> {
        match self {
            Self::Group { group, .. } | Self::Character { group, .. } => Some(group),
            Self::Check { group } => group,
            Self::Length { .. } | Self::Range => None,
        }
    }
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Receipt(…)")
    }
}

impl Receipt {
    /// The receipt in groups, with hyphens between them: 34 characters.
    pub fn written(self) -> String {
        let mut symbols = [0_u8; LENGTH];
        let mut bits = self.0;
        for symbol in symbols[..DATA].iter_mut().rev() {
            *symbol = (bits % u128::from(BASE)) as u8;
            bits /= u128::from(BASE);
        }
        let (sum, weighed) = sums(&symbols);
        // c + d = -sum and 27 c + 28 d = -weighed, in the field.
        let last = modulo(27 * i32::from(sum) - i32::from(weighed));
        symbols[DATA] = modulo(-i32::from(sum) - i32::from(last));
        symbols[DATA + 1] = last;
        let mut out = String::with_capacity(LENGTH + LENGTH / GROUP - 1);
        for (at, symbol) in symbols.iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                out.push('-');
            }
            out.push(char::from(ALPHABET[usize::from(*symbol)]));
        }
        out
    }

    /// Reads a receipt as people type it: in either case, full width or not, with any dashes and spaces or none. Greek and
    /// Cyrillic capitals that look like Latin ones are taken for these; 0, O, 1, I and L look like several, and are refused.
    ///
    /// # Errors
    /// [`ReceiptFault`]: the first thing that is wrong.
    pub fn read(text: &str) -> Result<Self, ReceiptFault> {
        let symbols = read_symbols(text)?;
        let (sum, weighed) = sums(&symbols);
        if (sum, weighed) != (0, 0) {
            return Err(ReceiptFault::Check { group: wrong_group(&symbols, sum, weighed) });
        }
        let add = |bits: u128, symbol: &u8| bits.checked_mul(BASE.into())?.checked_add((*symbol).into());
        symbols[..DATA].iter().try_fold(0, add).map(Self).ok_or(ReceiptFault::Range)
    }

    /// The bits, most significant byte first.
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }
}

/// The bytes whose SHA-256 stands in the published list: [`LABEL`] (19 bytes, the last one NUL), the receipt's
/// [bytes](Receipt::bytes) (16) and the SHA-256 of the text as it is published, in UTF-8 with LF and no line break at its end (32).
///
/// Anyone can repeat it. With the receipt in `$R` and the text in the file `text`:
/// ```sh
/// bytes() { printf "$(sed 's/../\\x&/g')"; }
/// hex=$(python3 -c 'import sys
/// n = 0
/// for c in sys.argv[1].replace("-", "")[:26]: n = n * 31 + "23456789ABCDEFGHJKMNPQRSTUVWXYZ".index(c)
/// print("%032x" % n)' "$R")
/// { printf 'daylight-receipt-1\0'; echo $hex | bytes; sha256sum < text | cut -c 1-64 | bytes; } | sha256sum
/// ```
pub fn leaf(receipt: Receipt, text_digest: &[u8; 32]) -> [u8; 67] {
    let mut out = [0; 67];
    out[..19].copy_from_slice(LABEL);
    out[19..35].copy_from_slice(&receipt.bytes());
    out[35..].copy_from_slice(text_digest);
    out
}

/// SHA-256, which this crate does not bring.
pub type Sha256 = fn(&[u8]) -> [u8; 32];

/// The digest of a receipt and a text, in hexadecimal as it stands in the published list.
pub fn digest(receipt: Receipt, text: &str, sha256: Sha256) -> String {
    let digest = sha256(&leaf(receipt, &sha256(text.as_bytes())));
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// The sum of the symbols, and that of symbols times places; both are 0 where nothing is wrong.
fn sums(symbols: &[u8; LENGTH]) -> (u8, u8) {
    let sum = symbols.iter().map(|symbol| i32::from(*symbol)).sum();
    let weighed = (1..).zip(symbols).map(|(place, symbol)| place * i32::from(*symbol)).sum();
    (modulo(sum), modulo(weighed))
}

fn modulo(number: i32) -> u8 {
    number.rem_euclid(BASE.into()) as u8
}

/// The one group in which one symbol, or two neighbours that were swapped, explain both sums.
fn wrong_group(symbols: &[u8; LENGTH], sum: u8, weighed: u8) -> Option<usize> {
    let (sum, weighed) = (i32::from(sum), i32::from(weighed));
    let is_wrong = |at: usize| {
        let place = at as i32 + 1;
        // One symbol that is off by `sum` makes the other sum off by its place times that.
        let one = sum != 0 && modulo(place * sum - weighed) == 0;
        let next = symbols.get(at + 1).map(|next| i32::from(*next) - i32::from(symbols[at]));
        one || sum == 0 && next.is_some_and(|gap| modulo(gap - weighed) == 0)
    };
    let mut groups = (0..LENGTH).filter(|at| is_wrong(*at)).map(|at| at / GROUP + 1);
    let group = groups.next()?;
    // A swap may reach into the next group; then either is named with the other, that is, none.
    groups.all(|other| other == group).then_some(group)
}

/// The symbols of a text.
fn read_symbols(text: &str) -> Result<[u8; LENGTH], ReceiptFault> {
    let mut symbols = Vec::with_capacity(LENGTH);
    // How many symbols each group has, as dashes and spaces divide it.
    let mut groups = vec![0_usize];
    for typed in text.chars() {
        if is_between(typed) {
            if groups.last() != Some(&0) {
                groups.push(0);
            }
            continue;
        }
        let symbol = ALPHABET.iter().position(|symbol| char::from(*symbol) == plain(typed));
        let Some(symbol) = symbol else {
            let divided = groups.len() > 1 || symbols.len() < GROUP;
            let group = if divided { groups.len() } else { symbols.len() / GROUP + 1 };
            return Err(ReceiptFault::Character { group, character: typed });
        };
        symbols.push(symbol as u8);
        if let Some(count) = groups.last_mut() {
            *count += 1;
        }
        if symbols.len() > 4 * LENGTH {
            break;
        }
    }
    if groups.last() == Some(&0) {
        groups.pop();
    }
    let count = symbols.len();
    symbols.try_into().map_err(|_| {
        let odd = groups.iter().position(|symbols| *symbols != GROUP).filter(|_| groups.len() == LENGTH / GROUP);
        match odd {
            Some(at) => ReceiptFault::Group { group: at + 1, symbols: groups[at] },
            None => ReceiptFault::Length { symbols: count },
        }
    })
}

/// White space, what has no width, and every dash that a keyboard or a word processor makes.
fn is_between(char: char) -> bool {
    char.is_whitespace()
        || matches!(
            char,
            '-' | '_' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '−' | '﹘' | '﹣' | '－' | '＿' | 'ー' | '─' | '•' | '·'
        )
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{61c}')
}

/// A capital or digit of ASCII for what is one in another case, width or alphabet; anything else as it is.
fn plain(typed: char) -> char {
    let half = match typed {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(typed) - 0xfee0).unwrap_or(typed),
        _ => typed,
    };
    match half {
        'Α' | 'А' => 'A',
        'Β' | 'В' => 'B',
        'С' | 'Ϲ' => 'C',
        'Ε' | 'Е' => 'E',
        'Η' | 'Н' => 'H',
        'Ј' => 'J',
        'Κ' | 'К' | 'к' | 'κ' => 'K',
        'Μ' | 'М' => 'M',
        'Ν' => 'N',
        'Ρ' | 'Р' => 'P',
        'Ѕ' | 'ѕ' => 'S',
        'Τ' | 'Т' => 'T',
        'Χ' | 'Х' | 'х' | 'χ' => 'X',
        'Υ' | 'У' | 'Ү' => 'Y',
        'Ζ' => 'Z',
        _ => half.to_ascii_uppercase(),
    }
}

#[cfg(test)]
mod tests;
