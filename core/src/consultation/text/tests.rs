use super::*;
use proptest::prelude::*;

const MOST: usize = 10_000;

fn cleaned(text: &str) -> String {
    clean(text, MOST).expect("a text").text
}

fn removed(text: &str) -> Vec<(Removed, usize)> {
    clean(text, MOST).expect("a text").removed
}

#[test]
fn what_nobody_sees_is_taken_out_and_counted() {
    let text = "\u{feff}pay\u{202e}ment\u{200b}\u{200b}\0 due\u{fdd0}\u{1fffe}\u{e0041}\u{e007f}\u{7}";
    assert_eq!(cleaned(text), "payment due");
    let kinds = [
        (Removed::Control, 2),
        (Removed::Invisible, 3),
        (Removed::Direction, 1),
        (Removed::Noncharacter, 2),
        (Removed::Tag, 2),
    ];
    assert_eq!(removed(text), kinds);
}

#[test]
fn every_mark_of_direction_and_every_control_is_named() {
    let directions = (0x202a..=0x202e).chain(0x2066..=0x2069).chain([0x200e, 0x200f, 0x61c]);
    for code in directions {
        let mark = char::from_u32(code).unwrap();
        assert_eq!(removed(&format!("a{mark}b")), [(Removed::Direction, 1)], "{code:x}");
    }
    for code in (0..=0x1f).chain(0x7f..=0x9f) {
        let control = char::from_u32(code).unwrap();
        let is_break = matches!(code, 0x0a..=0x0d | 0x85);
        let expected = if is_break {
            "a\nb".to_owned()
        } else if code == 9 {
            "a\tb".to_owned()
        } else {
            "ab".to_owned()
        };
        assert_eq!(cleaned(&format!("a{control}b")), expected, "{code:x}");
    }
}

#[test]
fn line_breaks_become_one_kind() {
    assert_eq!(cleaned("a\r\nb\rc\nd\u{2028}e\u{2029}f\u{85}g"), "a\nb\nc\nd\ne\nf\ng");
    assert_eq!(removed("a\r\nb"), []);
    assert_eq!(cleaned("a\r\n\r\nb"), "a\n\nb");
    assert_eq!(cleaned("a\n\rb"), "a\n\nb");
}

#[test]
fn blank_lines_are_few_and_ends_are_trimmed() {
    assert_eq!(cleaned("\n \n　　第一段  \n\n\n\n\n\n第二段\t\n\n"), "　　第一段\n\n\n\n第二段");
    assert_eq!(removed("\na \n\n\n\n\n\nb\n"), [(Removed::BlankLine, 4), (Removed::Space, 1)]);
    assert_eq!(cleaned("a\n\n\n\nb"), "a\n\n\n\nb", "three stay");
}

#[test]
fn joiners_stay_where_a_script_or_an_emoji_needs_them() {
    for needed in [
        "می\u{200c}خواهم",
        "क्\u{200d}ष",
        "ශ්\u{200d}රී",
        "👩\u{200d}👩\u{200d}👧",
        "👁\u{fe0f}\u{200d}🗨\u{fe0f}",
        "❤\u{fe0f}",
    ] {
        assert_eq!(clean(needed, MOST), Ok(Clean { text: needed.to_owned(), removed: Vec::new() }), "{needed}");
    }
    for (typed, left) in [
        ("pay\u{200d}pal", "paypal"),
        ("支\u{200c}付", "支付"),
        ("\u{200d}م", "م"),
        ("م\u{200c}\u{200c}م", "م\u{200c}م"),
        ("م\u{200c} م", "م م"),
        ("😀\u{200d}a", "😀a"),
    ] {
        assert_eq!(cleaned(typed), left, "{typed:?}");
    }
}

#[test]
fn a_selector_stays_once_and_only_on_what_bears_it() {
    assert_eq!(cleaned("葛\u{e0100}城"), "葛\u{e0100}城", "a name's variant");
    assert_eq!(cleaned("a\u{e0100}b"), "ab");
    assert_eq!(cleaned("😀\u{fe01}\u{fe02}\u{fe0f}"), "😀\u{fe01}", "no bytes are carried unseen");
    assert_eq!(cleaned("x \u{fe0f}y"), "x y");
}

#[test]
fn marks_do_not_pile_up() {
    let piled = format!("e{}", "\u{301}".repeat(40));
    assert_eq!(cleaned(&piled).chars().count(), 5);
    assert_eq!(removed(&piled), [(Removed::Mark, 36)]);
    assert_eq!(removed("ê\u{323}"), []);
}

#[test]
fn nothing_that_is_seen_is_blank_and_length_is_counted_in_characters() {
    for blank in ["", " \n\t　", "\u{200b}\u{feff}", "\u{2800}\u{3164}", "\u{fffd}", "\0", "\u{301}"] {
        assert_eq!(clean(blank, MOST), Err(TextFault::Blank), "{blank:?}");
    }
    assert!(clean("支持😀", 3).is_ok());
    assert_eq!(clean("支持😀!", 3), Err(TextFault::TooLong { characters: 4, most: 3 }));
    assert!(clean("a\r\nb\u{200b}\u{200b}   ", 3).is_ok(), "what is taken out does not count");
}

#[test]
fn bytes_are_told_of() {
    let clean = clean_bytes(b"a\0\xed\xa0\x80", MOST).unwrap();
    assert_eq!(
        (clean.text.as_str(), clean.removed),
        ("a\u{fffd}", vec![(Removed::Control, 1), (Removed::Undecodable, 1)])
    );
}

/// Characters that meet in odd ways.
const ODD: &str =
    "[ \n\ra-cمक्👩♂é支\u{301}\u{200b}-\u{200f}\u{fe0f}\u{e0100}\u{202e}\u{180b}\u{180e}ᠠ\u{feff}\u{fffe}\0\t]{0,24}";

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(text in prop_oneof![ODD, ".{0,40}", "\\PC{0,40}"]) {
        if let Ok(once) = clean(&text, MOST) {
            let twice = clean(&once.text, MOST).expect("still a text");
            prop_assert_eq!(&twice.text, &once.text);
            prop_assert_eq!(twice.removed, vec![]);
        }
    }

    #[test]
    fn nothing_is_added_and_every_removal_is_counted(text in prop_oneof![ODD, ".{0,40}"]) {
        if let Ok(clean) = clean(&text, MOST) {
            let halves = text.matches("\r\n").count();
            let gone: usize = clean.removed.iter().map(|(_, times)| times).sum();
            prop_assert_eq!(clean.text.chars().count() + gone + halves, text.chars().count());
        }
    }

    #[test]
    fn any_bytes_are_a_text_or_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(clean) = clean_bytes(&bytes, MOST) {
            let is_safe = !clean.text.contains(['\0', '\r', '\u{202e}']);
            prop_assert!(is_safe);
        }
    }
}
