//! What every subcommand that reads a package is told of it: arguments in, a loaded package out; fails as `load` does.

use crate::load::{Encodings, Loaded, load};
use clap::Args;
use daylight_core::import::Decoder;
use daylight_core::ingest::encoding::{self, Encoding};
use daylight_core::issue::Issue;
use std::path::PathBuf;

/// What to read, and how.
#[derive(Args)]
pub struct Source {
    /// A datapackage.json, the folder that holds one, a lone CSV file, a filled template, funds as IATI, OCDS, 360Giving or a
    /// graph, or results as Open SDG (a folder, or a file of values), Decidim or a promise tracker have them.
    pub path: PathBuf,
    /// Where the descriptor's files are, if not all beside it.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The encoding of a lone CSV file, such as gb18030.
    #[arg(long, value_name = "LABEL", value_parser = read_label)]
    encoding: Option<String>,
}

impl Source {
    /// Loads it.
    ///
    /// # Errors
    /// An issue where the path or the descriptor cannot be read at all.
    pub fn load(&self) -> Result<Loaded, Issue> {
        load(&self.path, self.data.as_deref(), self.encoding.as_deref())
    }
}

/// A label that names an encoding.
fn read_label(text: &str) -> Result<String, String> {
    match encoding::tell(&[], Some(text)) {
        Encoding::Labelled(label) if !Encodings.knows(&label) => {
            Err(format!("there is no encoding of this name. Usual ones: {}", encoding::CANDIDATES.join(", ")))
        }
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::read_label;

    #[test]
    fn a_label_that_names_no_encoding_is_refused() {
        for label in ["gbk", "GB18030", "cp936", "utf-8", "latin1", "Shift_JIS"] {
            assert_eq!(read_label(label).as_deref(), Ok(label));
        }
        assert!(read_label("nonsense").expect_err("no such encoding").contains("gb18030"));
    }
}
