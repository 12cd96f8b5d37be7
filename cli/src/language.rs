//! `--lang` of every subcommand: a tag in, that tag out where there are words for it; refuses others and names those there are.

use clap::Args;
use daylight_core::words::{LANGUAGES, Words, best_tag};

/// In which language to speak.
#[derive(Args)]
pub struct Language {
    /// What was asked for, such as `zh-CN`; there are words for it.
    #[arg(long = "lang", value_name = "LANG", default_value = LANGUAGES[0].0, value_parser = read_tag, help = help())]
    pub tag: String,
}

impl Language {
    /// The words that serve it best.
    pub fn words(&self) -> Words {
        Words::built_in(&self.tag)
    }
}

fn tags() -> Vec<&'static str> {
    LANGUAGES.iter().map(|(tag, _)| *tag).collect()
}

fn help() -> String {
    format!("Language of the words: {}", tags().join(", "))
}

fn read_tag(text: &str) -> Result<String, String> {
    match best_tag(&tags(), text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("there are no words in this language. Known: {}", tags().join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::read_tag;

    #[test]
    fn a_language_without_words_is_refused_and_those_with_are_named() {
        for tag in ["en", "en-GB", "zh-Hans", "zh-CN", "ZH"] {
            assert_eq!(read_tag(tag).as_deref(), Ok(tag));
        }
        for tag in ["fr", "e", "", "english"] {
            let message = read_tag(tag).expect_err(tag);
            assert!(message.contains("en, zh-Hans"), "{message}");
        }
    }
}
