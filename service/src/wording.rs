//! Languages that a reader asks for in, the words of the service in one of them out; cannot fail.

use std::sync::LazyLock;

use axum::http::{HeaderMap, header};
use daylight_core::model::consultation::Disposition;
use daylight_core::words::{Words, best_tag};

const FILES: [(&str, &str); 2] =
    [("en", include_str!("../words/en.json")), ("zh-Hans", include_str!("../words/zh-Hans.json"))];

/// The words in every language.
pub struct Wording {
    all: Vec<(&'static str, Words)>,
}

impl Default for Wording {
    fn default() -> Self {
        // The files are of this repository, and a test reads each.
        Self { all: FILES.iter().map(|(tag, text)| (*tag, Words::read(text).unwrap_or_default())).collect() }
    }
}

impl Wording {
    /// The words for what an address (`?lang=`) or a header asks for; the first language where neither is known.
    pub fn choose(&self, asked: Option<&str>, headers: &HeaderMap) -> &Words {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let tags: Vec<&str> = self.all.iter().map(|(tag, _)| *tag).collect();
        let wanted = asked.into_iter().chain(by_preference(accepted)).find_map(|lang| best_tag(&tags, lang));
        let found = self.all.iter().find(|(tag, _)| Some(*tag) == wanted).or(self.all.first());
        found.map_or(&EMPTY, |(_, words)| words)
    }

    /// The words of all languages.
    pub fn all(&self) -> impl Iterator<Item = &Words> {
        self.all.iter().map(|(_, words)| words)
    }

    /// The tags of all languages.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(tag, _)| *tag)
    }
}

static EMPTY: LazyLock<Words> = LazyLock::new(Words::default);

/// What became of comments, in the words of the core, by language.
static OUTCOMES: LazyLock<Vec<(&str, [String; 5])>> = LazyLock::new(|| {
    let of = |tag| {
        let core = Words::built_in(tag);
        Disposition::ALL.map(|became| core.text(&["consultation.outcome.", became.word()].concat()).to_owned())
    };
    Wording::tags().map(|tag| (tag, of(tag))).collect()
});

/// What became of a comment, in words: the same as figures say it in.
pub fn outcome(words: &Words, became: Disposition) -> &'static str {
    let found = OUTCOMES.iter().find(|(tag, _)| *tag == words.lang()).or(OUTCOMES.first());
    found.map_or("", |(_, all)| all[became as usize].as_str())
}

/// The tags of an `Accept-Language` header, the best first.
fn by_preference(accepted: &str) -> impl Iterator<Item = &str> {
    let mut all: Vec<(&str, u32)> = accepted
        .split(',')
        .filter_map(|one| {
            let (tag, quality) = one.split_once(';').unwrap_or((one, "q=1"));
            // In thousandths: "0.85" as 850.
            let digits = quality.trim().strip_prefix("q=")?;
            let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
            let part = format!("{part:0<3}");
            let quality = whole.parse::<u32>().ok()?.checked_mul(1000)? + part.get(..3)?.parse::<u32>().ok()?;
            (!tag.trim().is_empty() && quality > 0).then_some((tag.trim(), quality))
        })
        .collect();
    all.sort_by_key(|(_, quality)| std::cmp::Reverse(*quality));
    all.into_iter().map(|(tag, _)| tag)
}

#[cfg(test)]
mod tests {
    use super::{FILES, Wording, outcome};
    use axum::http::HeaderMap;
    use daylight_core::model::consultation::Disposition;
    use daylight_core::words::Words;

    #[test]
    fn every_language_has_the_same_words() {
        let keys: Vec<Vec<String>> = FILES
            .iter()
            .map(|(_, text)| Words::read(text).unwrap().keys().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert!(keys[0].len() > 20);
        assert_eq!(keys[0], keys[1]);
    }

    #[test]
    fn outcomes_have_the_words_of_the_core() {
        let wording = Wording::default();
        for (words, adopted) in wording.all().zip(["Adopted", "采纳"]) {
            assert_eq!(outcome(words, Disposition::ALL[0]), adopted);
            assert!(Disposition::ALL.iter().all(|became| !outcome(words, *became).contains("outcome.")));
        }
    }

    #[test]
    fn the_address_wins_over_the_header() {
        let wording = Wording::default();
        let mut headers = HeaderMap::new();
        assert_eq!(wording.choose(None, &headers).lang(), "en");
        headers.insert("accept-language", "fr;q=0.9, en;q=0.3, zh-CN;q=0.8".parse().unwrap());
        assert_eq!(wording.choose(None, &headers).lang(), "zh-Hans");
        assert_eq!(wording.choose(Some("en-GB"), &headers).lang(), "en");
        assert_eq!(wording.choose(Some("xx"), &headers).lang(), "zh-Hans");
    }
}
