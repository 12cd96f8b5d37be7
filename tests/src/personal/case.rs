//! Invented personal data, hidden in every way that was met: a seed in, numbers in disguise and the places they are put in out.
//!
//! No number belongs to anybody: regions are codes that are not assigned (1199…, 3399…), issuers' numbers are counted up, and
//! everything else comes from a generator of pseudorandom numbers with a fixed seed.

/// A generator of pseudorandom numbers (xorshift64*), the same on every machine.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// From a seed other than zero.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) % bound
    }

    /// One of several.
    pub fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    fn digits(&mut self, many: usize) -> String {
        (0..many).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

/// A kind of number, and the header that its column would have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 18 characters, the check character right.
    Identity,
    /// 18 characters, the check character wrong.
    IdentityWrong,
    /// 15 digits.
    IdentityOld,
    /// 19 digits, Luhn.
    BankCard,
    /// 11 digits.
    Phone,
    /// 16 digits, Luhn.
    PaymentCard,
    /// Letters and digits, remainder 1 of 97.
    Iban,
    /// Two letters, six digits, a letter.
    Insurance,
    /// Ten digits, a weighted sum.
    Nhs,
    /// A letter and eight digits.
    Passport,
    /// A name, `@`, a domain.
    Email,
}

/// All kinds.
pub const KINDS: [Kind; 11] = [
    Kind::Identity,
    Kind::IdentityWrong,
    Kind::IdentityOld,
    Kind::BankCard,
    Kind::Phone,
    Kind::PaymentCard,
    Kind::Iban,
    Kind::Insurance,
    Kind::Nhs,
    Kind::Passport,
    Kind::Email,
];

impl Kind {
    /// A number of this kind.
    pub fn number(self, dice: &mut Dice) -> String {
        let region = *dice.of(&["119999", "339999", "659999", "549998"]);
        let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
        let year = 1930 + dice.below(90);
        match self {
            Self::Identity => identity(&format!("{region}{year}{month:02}{day:02}{}", dice.digits(3)), 0),
            Self::IdentityWrong => identity(&format!("{region}{year}{month:02}{day:02}{}", dice.digits(3)), 1),
            Self::IdentityOld => format!("{region}{:02}{month:02}{day:02}{}", year % 100, dice.digits(3)),
            Self::BankCard => luhn(&format!("62{}", dice.digits(16))),
            Self::Phone => format!("1{}{}", 3 + dice.below(7), dice.digits(9)),
            Self::PaymentCard => luhn(&format!("4{}", dice.digits(14))),
            Self::Iban => iban("GB", &format!("NWBK{}", dice.digits(14))),
            Self::Insurance => {
                format!("A{}{}{}", dice.of(&["A", "B", "C"]), dice.digits(6), dice.of(&["A", "B", "C", "D"]))
            }
            Self::Nhs => loop {
                let first = dice.digits(9);
                let sum: u64 =
                    first.bytes().zip((2..=10).rev()).map(|(digit, weight)| u64::from(digit - b'0') * weight).sum();
                match (11 - sum % 11) % 11 {
                    10 => {}
                    check => break format!("{first}{check}"),
                }
            },
            Self::Passport => format!("E{}", dice.digits(8)),
            Self::Email => format!("person{}@mail{}.example", dice.digits(4), dice.digits(2)),
        }
    }

    /// Whether nothing but a word beside it tells what it is.
    pub fn needs_label(self) -> bool {
        matches!(self, Self::Nhs | Self::Passport)
    }

    /// The word that does.
    pub fn label(self) -> &'static str {
        match self {
            Self::Identity | Self::IdentityWrong | Self::IdentityOld => "身份证号",
            Self::BankCard => "银行卡号",
            Self::Phone => "联系电话",
            Self::PaymentCard => "Card number",
            Self::Iban => "IBAN",
            Self::Insurance => "NINO",
            Self::Nhs => "NHS number",
            Self::Passport => "护照号",
            Self::Email => "邮箱",
        }
    }

    /// How numbers of this kind are found in disguise: as all are, and otherwise.
    pub fn disguises(self) -> Vec<Disguise> {
        use Disguise::{
            Decimals, FullWidth, Grouped, Hyphens, InLetters, InText, LineFeed, Lower, Masked, Mathematical, Padded,
            Plain, Quoted, Rounded, Scientific, Spaces, SplitEach, SplitThree, SplitTwo, Thousands, Times, Underlined,
            ZeroWidth,
        };
        const ALL: [Disguise; 5] = [Plain, Padded, Quoted, FullWidth, ZeroWidth];
        // Digits of another alphabet; a number among words or letters, or broken.
        const DIGITS: [Disguise; 2] = [Mathematical, InText];
        let own: &[&[Disguise]] = match self {
            Self::Identity => &[
                &DIGITS,
                &[InLetters, LineFeed, Spaces, Hyphens, Underlined, Lower, Times, Rounded, Scientific, Decimals],
                &[Thousands, Masked, SplitTwo, SplitThree, SplitEach],
            ],
            Self::IdentityWrong => {
                &[&DIGITS, &[InLetters, LineFeed, Spaces, Hyphens, Lower, Rounded, Scientific, Masked]]
            }
            Self::IdentityOld => &[&[InText, InLetters, LineFeed, Spaces, Hyphens]],
            Self::BankCard => &[&DIGITS, &[InLetters, LineFeed, Grouped, Hyphens, Rounded, Scientific]],
            Self::Phone => &[&DIGITS, &[LineFeed, Spaces, Hyphens]],
            Self::PaymentCard => &[&DIGITS, &[InLetters, LineFeed]],
            Self::Iban => &[&[InText, LineFeed, Grouped, Lower]],
            Self::Insurance => &[&[InText, LineFeed, Spaces, Lower]],
            Self::Nhs => &[&[Spaces, Hyphens]],
            Self::Passport => &[&[Lower]],
            Self::Email => &[&[InText]],
        };
        ALL.iter().chain(own.iter().copied().flatten()).copied().collect()
    }
}

/// How a number is written so that a plain search would miss it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what `write` makes of it")]
pub enum Disguise {
    Plain,
    Padded,
    Quoted,
    FullWidth,
    Mathematical,
    ZeroWidth,
    InText,
    InLetters,
    LineFeed,
    Spaces,
    Hyphens,
    Underlined,
    Grouped,
    Lower,
    Times,
    Rounded,
    Scientific,
    Decimals,
    Thousands,
    Masked,
    SplitTwo,
    SplitThree,
    SplitEach,
}

impl Disguise {
    /// The cells that a number becomes, from left to right; one, unless it is split.
    pub fn write(self, number: &str, dice: &mut Dice) -> Vec<String> {
        let chars = |map: &dyn Fn(char) -> String| number.chars().map(map).collect::<String>();
        let parts: &[usize] = if number.len() == 11 { &[3, 4, 4] } else { &[6, 4, 4, 30] };
        let whole = match self {
            Self::Plain => number.to_owned(),
            Self::Padded => format!(" \t{number}\u{a0} "),
            Self::Quoted => format!("'{number}"),
            Self::FullWidth => chars(&|char| shifted(char, 0xfee0)),
            Self::Mathematical => chars(&|char| match char.to_digit(10) {
                Some(digit) => char::from_u32(0x1d7ce + digit).map(String::from).unwrap_or_default(),
                None => char.to_string(),
            }),
            Self::ZeroWidth => chars(&|char| format!("{char}\u{200b}")),
            Self::InText => format!("经办人甲（{number}）已领取，2024年3月核对无误"),
            Self::InLetters => format!("ID{number}号"),
            Self::LineFeed => broken(number, dice, "\n"),
            Self::Spaces => cut(number, parts).join(" "),
            Self::Hyphens => cut(number, parts).join("-"),
            Self::Underlined => cut(number, parts).join("_"),
            Self::Grouped => cut(number, &[4; 10]).join(" "),
            Self::Lower => number.to_lowercase(),
            Self::Times => number.replace('X', "×"),
            Self::Rounded => format!("{}{}", &number[..15], "0".repeat(number.len() - 15)),
            Self::Scientific => format!("{}.{}E+{}", &number[..1], &number[1..6], number.len() - 1),
            Self::Decimals => format!("{}.00", number.replace('X', "0")),
            Self::Thousands => thousands(&number.replace('X', "0")),
            Self::Masked => format!("{}**{}", &number[..14], &number[16..]),
            Self::SplitTwo => return cut(number, &[6, 12]),
            Self::SplitThree => return cut(number, &[6, 8, 4]),
            Self::SplitEach => return cut(number, &[1; 18]),
        };
        vec![whole]
    }

    /// Whether a cell is a number that says less than it was, so that only its likes are told from others.
    pub fn is_split(self) -> bool {
        matches!(self, Self::SplitTwo | Self::SplitThree | Self::SplitEach)
    }
}

fn shifted(char: char, by: u32) -> String {
    match char {
        '!'..='~' => char::from_u32(u32::from(char) + by).map(String::from).unwrap_or_default(),
        _ => char.to_string(),
    }
}

/// A text broken in two somewhere.
fn broken(text: &str, dice: &mut Dice, mark: &str) -> String {
    let at = 2 + dice.below(text.len() as u64 - 4) as usize;
    [&text[..at], mark, &text[at..]].concat()
}

/// A text cut into parts of so many characters.
fn cut(text: &str, lengths: &[usize]) -> Vec<String> {
    let (mut parts, mut rest) = (Vec::new(), text);
    for length in lengths {
        let (part, after) = rest.split_at((*length).min(rest.len()));
        parts.push(part.to_owned());
        rest = after;
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn thousands(digits: &str) -> String {
    let first = digits.len() % 3;
    let rest = digits.as_bytes()[first..].chunks(3).map(|chunk| String::from_utf8_lossy(chunk).into_owned());
    let all: Vec<String> = (first > 0).then(|| digits[..first].to_owned()).into_iter().chain(rest).collect();
    all.join(",")
}

/// A number of 17 digits with its check character, or with one that is `off` the right one.
fn identity(body: &str, off: usize) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize = body.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    let check = b"10X98765432"[(sum % 11 + off) % 11];
    format!("{body}{}", char::from(check))
}

fn luhn(body: &str) -> String {
    let twice = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits = body.bytes().rev().map(|digit| u32::from(digit - b'0'));
    let sum: u32 = digits.enumerate().map(|(at, digit)| if at % 2 == 0 { twice(digit) } else { digit }).sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

fn iban(country: &str, account: &str) -> String {
    let value = |char: char| char.to_digit(36).unwrap_or(0).to_string();
    let digits: String = format!("{account}{country}00").chars().map(value).collect();
    let rest = digits.bytes().fold(0_u64, |rest, digit| (rest * 10 + u64::from(digit - b'0')) % 97);
    format!("{country}{:02}{account}", 98 - rest)
}

/// A way to write any number, by its name: what it becomes, from left to right.
pub type Way = (&'static str, fn(&[&str]) -> Vec<String>);

/// Ways to write a number that know nothing of what it is; each is given the groups in which people write it.
pub const WAYS: [Way; 30] = [
    ("plain", |groups| vec![groups.concat()]),
    ("full width", |groups| vec![groups.concat().chars().map(|char| shifted(char, 0xfee0)).collect()]),
    ("Myanmar", |groups| vec![digits(groups, |digit| char::from_u32(0x1040 + digit))]),
    ("raised", |groups| vec![digits(groups, |digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit as usize))]),
    ("circled", |groups| vec![digits(groups, |digit| "⓪①②③④⑤⑥⑦⑧⑨".chars().nth(digit as usize))]),
    ("spoken", |groups| vec![digits(groups, |digit| "〇一二三四五六七八九".chars().nth(digit as usize))]),
    ("capital", |groups| vec![digits(groups, |digit| "零壹贰叁肆伍陆柒捌玖".chars().nth(digit as usize))]),
    ("zero width", |groups| vec![groups.join("\u{2060}")]),
    ("blanks", |groups| vec![groups.join(" ")]),
    ("dashes", |groups| vec![groups.join("–")]),
    ("middle dots", |groups| vec![groups.join("·")]),
    ("commas", |groups| vec![groups.join("、")]),
    ("full stops", |groups| vec![groups.join("。")]),
    ("colons", |groups| vec![groups.join("：")]),
    ("bars", |groups| vec![groups.join("|")]),
    ("plus", |groups| vec![groups.join("+")]),
    ("apostrophes", |groups| vec![groups.join("'")]),
    ("slashes", |groups| vec![groups.join("/")]),
    ("equals", |groups| vec![groups.join("=")]),
    ("quotes", |groups| vec![groups.join("\" & \"")]),
    ("brackets", |groups| vec![groups.iter().map(|group| format!("({group})")).collect()]),
    ("two marks", |groups| vec![groups.join(" - ").replacen(" - ", "/", 1)]),
    ("broken", |groups| vec![groups.join("\n")]),
    ("in a text", |groups| vec![format!("张某（{}）已领取", groups.concat())]),
    ("stars", |groups| vec![groups.join("*")]),
    ("reversed", |groups| vec![groups.concat().chars().rev().collect()]),
    ("O for 0", |groups| vec![groups.concat().replace('0', "O")]),
    ("columns", |groups| groups.iter().map(|group| (*group).to_owned()).collect()),
    ("columns and dashes", |groups| groups.join("\t-\t").split('\t').map(str::to_owned).collect()),
    ("columns and words", |groups| groups.join("\t男\t").split('\t').map(str::to_owned).collect()),
];

/// Digits as other characters.
fn digits(groups: &[&str], digit: fn(u32) -> Option<char>) -> String {
    groups.concat().chars().map(|char| char.to_digit(10).and_then(digit).unwrap_or(char)).collect()
}

impl Kind {
    /// The groups in which people write a number of this kind.
    pub fn groups(self, number: &str) -> Vec<&str> {
        let lengths: &[usize] = match self {
            Self::Identity | Self::IdentityWrong => &[6, 8, 4],
            Self::IdentityOld => &[6, 6, 3],
            Self::Phone => &[3, 4, 4],
            Self::Insurance => &[2, 2, 2, 2, 1],
            Self::Nhs => &[3, 3, 4],
            Self::Passport | Self::Email => &[5, 40],
            Self::BankCard | Self::PaymentCard | Self::Iban => &[4; 10],
        };
        let (mut groups, mut rest) = (Vec::new(), number);
        for length in lengths {
            let (group, after) = rest.split_at((*length).min(rest.len()));
            groups.push(group);
            rest = after;
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
