use super::*;
use std::collections::BTreeMap;

/// Numbers that look like chance and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((number ^ number >> 31) % most as u64) as usize
    }

    /// A text of words that lean to the frequent ones, as words of a language do.
    fn text(&mut self, words: usize) -> Vec<String> {
        let word = |dice: &mut Self| {
            let most = 1 + dice.below(8_000);
            format!("w{}", dice.below(most))
        };
        (0..words).map(|_| word(self)).collect()
    }

    /// The same in ideographs.
    fn ideographs(&mut self, count: usize) -> Vec<String> {
        let one = |dice: &mut Self| {
            let most = 1 + dice.below(2_500);
            char::from_u32(0x4e00 + dice.below(most) as u32).unwrap().to_string()
        };
        (0..count).map(|_| one(self)).collect()
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}

fn said<'a>(all: &'a [(String, String)]) -> Vec<Said<'a>> {
    all.iter().zip(0..).map(|((id, text), received)| Said { id, received, text }).collect()
}

fn grouped(texts: &[&str]) -> Vec<(String, Vec<(String, Likeness)>)> {
    let all: Vec<(String, String)> =
        texts.iter().enumerate().map(|(at, text)| (at.to_string(), (*text).to_owned())).collect();
    let owned = |group: Group<'_>| {
        (
            group.representative.to_owned(),
            group.members.iter().map(|member| (member.id.to_owned(), member.likeness)).collect(),
        )
    };
    group(&said(&all)).into_iter().map(owned).collect()
}

fn likeness(texts: &[&str]) -> Vec<Likeness> {
    let groups = grouped(texts);
    assert_eq!(groups.len(), 1, "{groups:?}");
    assert_eq!(groups[0].1.len(), texts.len());
    groups[0].1.iter().map(|(_, likeness)| *likeness).collect()
}

const CAMPAIGN: &str = "我们要求保留四十二路公交车，它是老城区居民去医院和学校的唯一选择。";
const LETTER: &str = "We ask the council to keep bus line 42, because it is the only way to the hospital and to both schools of the old town.";

#[test]
fn the_same_words_are_exact_whatever_their_dress() {
    use Likeness::Exact;
    assert_eq!(likeness(&["支持！", "支持", "「支持」 "]), [Exact; 3]);
    assert_eq!(likeness(&[LETTER, &LETTER.to_uppercase(), &LETTER.replace(' ', "\n")]), [Exact; 3]);
    assert_eq!(grouped(&["同意", "不同意", "支持", "反对"]), []);
}

#[test]
fn a_word_that_was_changed_is_near() {
    use Likeness::{Exact, Near};
    assert_eq!(likeness(&[CAMPAIGN, &CAMPAIGN.replace("唯一", "惟一")]), [Exact, Near]);
    assert_eq!(likeness(&[LETTER, &LETTER.replace("hospital", "clinic")]), [Exact, Near]);
    assert_eq!(
        grouped(&[LETTER, "We ask the council to build a new bridge, because it is what the old town needs."]),
        []
    );
}

#[test]
fn a_sentence_of_ones_own_is_marked_wherever_it_stands_and_whoever_was_first() {
    use Likeness::{Exact, WithAdditions};
    for (campaign, own) in [(CAMPAIGN, "我母亲每周去透析。"), (LETTER, "My mother needs dialysis every week.")]
    {
        let (after, before) = (format!("{campaign} {own}"), format!("{own} {campaign}"));
        assert_eq!(likeness(&[campaign, campaign, &after, &before]), [Exact, Exact, WithAdditions, WithAdditions]);
        assert_eq!(likeness(&[&after, campaign]), [WithAdditions, Exact], "who adds does not stand for the others");
        let long = format!("{campaign} {}", own.repeat(2));
        assert_eq!(likeness(&[campaign, &long]), [Exact, WithAdditions]);
    }
    let exchanged = CAMPAIGN.replace("医院和", "每天上");
    assert_eq!(likeness(&[CAMPAIGN, &exchanged]), [Exact, WithAdditions], "words of one's own within");
}

#[test]
fn the_text_sent_most_often_stands_for_the_group_and_of_equals_the_earliest() {
    let other = LETTER.replace("ask", "urge");
    assert_eq!(grouped(&[&other, LETTER, LETTER])[0].0, "1");
    assert_eq!(grouped(&[&other, LETTER])[0].0, "0");
    assert_eq!(grouped(&[LETTER, &other])[0].0, "0");
}

#[test]
fn short_phrases_do_not_swallow_the_texts_they_stand_in() {
    assert_eq!(
        grouped(&[
            "支持",
            "支持这个方案，但是请考虑老年人的需要",
            "we support this",
            &format!("We support this. {LETTER}")
        ]),
        []
    );
}

/// Three thousand, of which 2,400 are in forty campaigns: word for word, with a word changed, and with a sentence added.
fn three_thousand() -> (Vec<(String, String)>, BTreeMap<String, usize>) {
    let mut dice = Dice(7);
    let (mut all, mut campaigns) = (Vec::new(), BTreeMap::new());
    for campaign in 0..40 {
        let is_chinese = campaign % 2 == 0;
        let make = |dice: &mut Dice, count| if is_chinese { dice.ideographs(2 * count) } else { dice.text(count) };
        let length = 25 + dice.below(100);
        let words = make(&mut dice, length);
        for copy in 0..60 {
            let mut words = words.clone();
            match copy % 4 {
                1 => {
                    let at = dice.below(words.len());
                    words[at] = make(&mut dice, 1).concat();
                }
                2 => {
                    let own = make(&mut dice, 8);
                    let at = if dice.below(2) == 0 { 0 } else { words.len() };
                    words.splice(at..at, own);
                }
                _ => {}
            }
            let id = format!("c{campaign}-{copy}");
            campaigns.insert(id.clone(), campaign);
            all.push((id, words.join(if is_chinese { "" } else { " " })));
        }
    }
    for single in 0..600 {
        let length = 5 + dice.below(80);
        let words = if single % 2 == 0 { dice.ideographs(2 * length).concat() } else { dice.text(length).join(" ") };
        all.push((format!("s{single}"), words));
    }
    dice.shuffle(&mut all);
    (all, campaigns)
}

#[test]
fn of_three_thousand_the_forty_campaigns_are_found_exactly() {
    let (all, campaigns) = three_thousand();
    let groups = group(&said(&all));
    assert_eq!(groups.len(), 40);
    for group in &groups {
        let of: Vec<Option<&usize>> = group.members.iter().map(|member| campaigns.get(member.id)).collect();
        assert_eq!(of.len(), 60);
        assert!(of[0].is_some() && of.iter().all(|one| *one == of[0]));
        let added = group.members.iter().filter(|member| member.likeness == Likeness::WithAdditions);
        let is_added = |id: &str| id.split_once('-').unwrap().1.parse::<usize>().unwrap() % 4 == 2;
        let expected = group.members.iter().filter(|member| is_added(member.id));
        assert!(added.map(|member| member.id).eq(expected.map(|member| member.id)), "{group:?}");
    }
}

#[test]
fn the_order_in_which_they_are_given_changes_nothing() {
    let (all, _) = three_thousand();
    let mut comments = said(&all);
    let groups = group(&comments);
    let mut dice = Dice(1);
    for _ in 0..3 {
        dice.shuffle(&mut comments);
        assert_eq!(group(&comments), groups);
    }
}

#[test]
fn nothing_and_texts_without_letters_are_no_trouble() {
    assert_eq!(group(&[]), []);
    assert_eq!(grouped(&["", " ", "👍", "👍", "👎"]).len(), 2);
}

/// A hundred thousand comments of 20 to 120 words: half of them alone, half in 500 campaigns of one hundred.
fn hundred_thousand() -> Vec<(String, String)> {
    let mut dice = Dice(3);
    let mut texts: Vec<String> = Vec::new();
    for _ in 0..500 {
        let length = 20 + dice.below(100);
        let words = dice.text(length);
        for _ in 0..100 {
            let mut words = words.clone();
            let at = dice.below(length);
            words[at] = format!("x{}", dice.below(50));
            texts.push(words.join(" "));
        }
    }
    for _ in 0..50_000 {
        let length = 20 + dice.below(100);
        texts.push(dice.text(length).join(" "));
    }
    texts.into_iter().enumerate().map(|(at, text)| (at.to_string(), text)).collect()
}

#[test]
#[cfg_attr(
    debug_assertions,
    ignore = "measured where it is optimised: cargo test --release -p daylight-core hundred_thousand -- --nocapture"
)]
fn a_hundred_thousand_are_grouped_in_seconds() {
    let all = hundred_thousand();
    let comments = said(&all);
    let begun = std::time::Instant::now();
    let groups = group(&comments);
    let members: usize = groups.iter().map(|group| group.members.len()).sum();
    println!("{} comments, {} groups of {members} in {:?}", all.len(), groups.len(), begun.elapsed());
    assert_eq!(groups.len(), 500);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "measured where it is optimised")]
fn texts_that_were_chosen_to_be_slow_are_not() {
    let mut dice = Dice(5);
    // Each takes half of its words from a list of two hundred pairs, so that all share much and none enough.
    let pairs: Vec<String> = (0..200).map(|pair| format!("a{pair} b{pair}")).collect();
    let text = |dice: &mut Dice| (0..40).map(|_| pairs[dice.below(200)].clone()).collect::<Vec<_>>().join(" ");
    let all: Vec<(String, String)> = (0..100_000).map(|at| (at.to_string(), text(&mut dice))).collect();
    let begun = std::time::Instant::now();
    let groups = group(&said(&all)).len();
    println!("{groups} groups in {:?}", begun.elapsed());
}
