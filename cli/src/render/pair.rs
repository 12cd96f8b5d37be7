//! `daylight render --img`: a figure in, its picture as a narrow and a wide file out, for editors that strip `<svg>`. Fails where
//! a file cannot be written or drawn.

use super::image::Fonts;
use super::{Refusal, Told, wish};
use crate::fault::Fault;
use clap::ValueEnum;
use daylight_core::figure::budget::Wish;
use daylight_core::figure::svg::{SvgOptions, Use, write_svg};
use daylight_widgets::fallback::{Image, Images, PICTURE_PX};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Error;
use std::path::{Path, PathBuf};

/// Widths in CSS pixels: what a phone of 320 leaves beside its margins, and what a page's column on a desk has.
const WIDTHS_PX: [u32; 2] = [288, 640];

/// Pixels of an image for each of the page, across and down: sharp on a phone.
const ZOOM: u32 = 2;

/// Pictures as files.
#[derive(clap::Args)]
pub struct Pair {
    /// For editors that strip `<svg>`: show the picture from a narrow and a wide file, and write both into DIR (here without it).
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true, default_missing_value = ".")]
    img: Option<PathBuf>,
    /// Where the two files are found from the page; beside it without this.
    #[arg(long, value_name = "ADDRESS", default_value = "", value_parser = super::read_address)]
    img_at: String,
    /// What the two files are. Some editors take no SVG.
    #[arg(long, value_enum, default_value_t = Kind::Svg)]
    img_format: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Svg,
    Png,
}

impl Pair {
    /// Writes both files, if they were asked for.
    pub fn write(&self, args: &super::Args, told: &Told) -> Result<Option<Images>, Refusal> {
        let Some(folder) = &self.img else { return Ok(None) };
        let unwritten =
            |place: &Path, fault: Error| Refusal::of(Fault::system(place.display(), &fault).say(&told.words));
        fs::create_dir_all(folder).map_err(|fault| unwritten(folder, fault))?;
        let stem = stem(&args.source.path, &wish(args));
        let fonts = match self.img_format {
            Kind::Svg => None,
            Kind::Png => Some(Fonts::load(args.fonts.as_deref()).map_err(Refusal::of)?),
        };
        let write = |width_px: u32, name: &str| {
            let size_px = (width_px, PICTURE_PX.1);
            let figure = told.place(&Wish { width_px, height_px: size_px.1, ..wish(args) })?;
            let svg = write_svg(&figure, SvgOptions { use_as: Use::Image, ..SvgOptions::default() });
            let (bytes, extension) = match &fonts {
                None => (svg.into_bytes(), "svg"),
                Some(fonts) => (fonts.draw(&svg, ZOOM).map_err(Refusal::of)?, "png"),
            };
            let name = format!("{stem}-{name}.{extension}");
            let file = folder.join(&name);
            fs::write(&file, bytes).map_err(|fault| unwritten(&file, fault))?;
            let join = if self.img_at.is_empty() || self.img_at.ends_with('/') { "" } else { "/" };
            Ok(Image { address: [&self.img_at, join, &name].concat(), size_px })
        };
        Ok(Some(Images { narrow: write(WIDTHS_PX[0], "narrow")?, wide: write(WIDTHS_PX[1], "wide")? }))
    }
}

/// What the files of a package and a wish are called: the package's folder and the language, and where more than that was asked
/// for a few digits that stand for it, so that two elements on a page do not share a picture.
fn stem(source: &Path, wish: &Wish) -> String {
    let is_descriptor = source.file_name().is_some_and(|name| name == "datapackage.json");
    let named = if is_descriptor { source.parent() } else { Some(source) };
    let name = named.and_then(Path::file_stem).unwrap_or_default().to_string_lossy();
    let mut stem: String = name.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect();
    stem.extend(["-", &wish.lang]);
    let view = wish.view.unless_usual().to_owned();
    let asked = [&wish.dimension, &wish.path, &wish.year, &wish.phase, &wish.direction, &wish.unit, &wish.basis, &view]
        .map(String::as_str);
    // Names in other scripts become dashes, and would be alike.
    if !name.is_ascii() || asked.iter().any(|asked| !asked.is_empty()) {
        let digest = Sha256::digest([&[name.as_ref()], &asked[..]].concat().join("\n"));
        stem.push('-');
        stem.extend(digest.iter().take(4).map(|byte| format!("{byte:02x}")));
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wish_has_files_of_its_own() {
        let of = |path: &str, year: &str| {
            stem(Path::new(path), &Wish { lang: "en".into(), year: year.into(), ..Wish::default() })
        };
        assert_eq!(of("data/road-2025/datapackage.json", ""), "road-2025-en");
        assert_eq!(of("data/road 2025.csv", ""), "road-2025-en");
        let years = ["", "2024", "2025"].map(|year| of("data/road", year));
        assert!(years[0] != years[1] && years[1] != years[2]);
        assert_ne!(of("预算", ""), of("决算", ""));
        assert!(of("预算", "").is_ascii());
    }
}
