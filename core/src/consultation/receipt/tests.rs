use super::*;
use proptest::prelude::*;

const SOME: [u128; 5] = [0, 1, u128::MAX, 0x0123_4567_89ab_cdef_0123_4567_89ab_cdef, 31_u128.pow(25)];

/// The symbols of a receipt.
fn symbols(receipt: u128) -> [u8; LENGTH] {
    read_symbols(&Receipt(receipt).written()).expect("symbols")
}

fn text(symbols: &[u8; LENGTH]) -> String {
    symbols.iter().map(|symbol| char::from(ALPHABET[usize::from(*symbol)])).collect()
}

#[test]
fn no_symbol_looks_like_another_that_is_one() {
    assert!(
        ALPHABET.is_sorted() && ALPHABET.iter().all(|symbol| symbol.is_ascii_digit() || symbol.is_ascii_uppercase())
    );
    assert!(!ALPHABET.iter().any(|symbol| b"01OIL".contains(symbol)));
}

#[test]
fn a_receipt_is_seven_groups_of_four() {
    assert_eq!(Receipt(0).written(), "2222-2222-2222-2222-2222-2222-2222");
    assert_eq!(Receipt(1).written(), "2222-2222-2222-2222-2222-2222-23Y3");
    assert_eq!(Receipt(SOME[3]).written(), "24FK-MVHF-BJ6K-ENJC-7PRW-PC3P-YG5U", "computed elsewhere");
    for bits in SOME {
        assert_eq!(Receipt::read(&Receipt(bits).written()), Ok(Receipt(bits)));
    }
}

/// The code is linear: whether errors are found depends on the errors alone, not on the receipt. So these are all of them.
#[test]
fn every_single_error_is_placed_and_every_double_error_is_found() {
    let right = symbols(SOME[3]);
    let wrong = |at: usize, by: u8, from: &[u8; LENGTH]| {
        let mut wrong = *from;
        wrong[at] = (wrong[at] + by) % BASE;
        wrong
    };
    let mut patterns = 0;
    for (first, by) in (0..LENGTH).flat_map(|at| (1..BASE).map(move |by| (at, by))) {
        let one = wrong(first, by, &right);
        assert_eq!(Receipt::read(&text(&one)), Err(ReceiptFault::Check { group: Some(first / GROUP + 1) }));
        for (second, by) in (first + 1..LENGTH).flat_map(|at| (1..BASE).map(move |by| (at, by))) {
            assert_ne!(sums(&wrong(second, by, &one)), (0, 0));
            patterns += 1;
        }
    }
    assert_eq!(patterns, 28 * 27 / 2 * 30 * 30);
}

#[test]
fn every_swap_is_found_and_no_wrong_group_is_named() {
    for bits in SOME {
        let right = symbols(bits);
        for (first, second) in (0..LENGTH).flat_map(|first| (first + 1..LENGTH).map(move |second| (first, second))) {
            let mut swapped = right;
            swapped.swap(first, second);
            if swapped == right {
                continue;
            }
            let Err(ReceiptFault::Check { group }) = Receipt::read(&text(&swapped)) else { panic!("{first} {second}") };
            if second == first + 1 {
                assert!(group.is_none_or(|group| group == first / GROUP + 1), "{first}: {group:?}");
            }
        }
    }
}

#[test]
fn it_is_read_as_people_type_it() {
    let receipt = Receipt(SOME[3]);
    let written = receipt.written();
    let wide: String = written.chars().map(|char| char::from_u32(u32::from(char) + 0xfee0).unwrap()).collect();
    let small_wide: String =
        wide.chars().map(|char| if char.is_uppercase() { char.to_lowercase().next().unwrap() } else { char }).collect();
    let other_alphabet: String = written
        .chars()
        .map(|char| match char {
            'A' => 'А',
            'H' => 'Η',
            'P' => 'Р',
            'X' => 'Χ',
            char => char,
        })
        .collect();
    for typed in [
        written.to_lowercase(),
        wide,
        small_wide,
        other_alphabet,
        written.replace('-', ""),
        written.replace('-', " — "),
        written.replace('-', "　"),
        written.replace('-', "\u{200b}–\u{feff}\n"),
        written.replace('-', "--"),
        format!("\u{202a} {written}\r\n"),
    ] {
        assert_eq!(Receipt::read(&typed), Ok(receipt), "{typed}");
    }
}

#[test]
fn a_fault_names_its_group() {
    let written = Receipt(SOME[3]).written();
    let with = |group: usize, other: &str| {
        let mut groups: Vec<&str> = written.split('-').collect();
        groups[group - 1] = other;
        groups.join("-")
    };
    assert_eq!(Receipt::read(&with(3, "2O22")), Err(ReceiptFault::Character { group: 3, character: 'O' }));
    assert_eq!(Receipt::read(&with(1, "１222")), Err(ReceiptFault::Character { group: 1, character: '１' }));
    assert_eq!(Receipt::read(&with(5, "222").replace('-', " ")), Err(ReceiptFault::Group { group: 5, symbols: 3 }));
    assert_eq!(Receipt::read(&with(7, "22222")), Err(ReceiptFault::Group { group: 7, symbols: 5 }));
    let together = with(2, "22文2").replace('-', "");
    assert_eq!(Receipt::read(&together), Err(ReceiptFault::Character { group: 2, character: '文' }));
    assert_eq!(Receipt::read(&written[..29]), Err(ReceiptFault::Length { symbols: 24 }));
    assert_eq!(Receipt::read(""), Err(ReceiptFault::Length { symbols: 0 }));
    assert_eq!(Receipt::read("- —"), Err(ReceiptFault::Length { symbols: 0 }));
    assert!(matches!(Receipt::read(&"2".repeat(1_000_000)), Err(ReceiptFault::Length { .. })));
}

#[test]
fn more_than_128_bits_are_no_receipt() {
    let mut symbols = [BASE - 1; LENGTH];
    (symbols[DATA], symbols[DATA + 1]) = (0, 0);
    let (sum, weighed) = sums(&symbols);
    symbols[DATA + 1] = modulo(27 * i32::from(sum) - i32::from(weighed));
    symbols[DATA] = modulo(-i32::from(sum) - i32::from(symbols[DATA + 1]));
    assert_eq!(Receipt::read(&text(&symbols)), Err(ReceiptFault::Range));
}

#[test]
fn a_leaf_is_label_bits_and_digest() {
    let leaf = leaf(Receipt(SOME[3]), &[7; 32]);
    assert_eq!(&leaf[..19], b"daylight-receipt-1\0");
    assert_eq!(leaf[19..23], [0x01, 0x23, 0x45, 0x67]);
    assert_eq!(leaf[35..], [7; 32]);
}

#[test]
fn it_is_not_told_by_accident() {
    assert_eq!(format!("{:?}", Receipt(7)), "Receipt(…)");
}

proptest! {
    #[test]
    fn any_bits_come_back(bits in any::<u128>()) {
        prop_assert_eq!(Receipt::read(&Receipt(bits).written()), Ok(Receipt(bits)));
    }

    #[test]
    fn any_text_is_read_or_refused(typed in ".{0,60}") {
        let _ = Receipt::read(&typed);
    }
}
