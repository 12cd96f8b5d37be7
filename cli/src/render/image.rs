//! An SVG text in, a PNG image of it out, with the fonts of this machine or of a folder. Fails where there are no fonts, and
//! where none has a character of the text: an empty box instead of a word would be published unseen.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Family, ID, Query, Weight};
use resvg::usvg::{FontResolver, Group, Node, Options, Tree};
use skrifa::{FontRef, MetadataProvider};
use std::path::Path;
use std::sync::Arc;

/// Families in the order in which they are asked. First those that the figure's words were measured for, then those that have
/// the characters of Chinese in the forms of the mainland; a font of another region, or with serifs, comes only after them.
const FAMILIES: [&str; 13] = [
    "Arial",
    "Helvetica",
    "Liberation Sans",
    "Arimo",
    "Nimbus Sans",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "DejaVu Sans",
];

/// The fonts that words are drawn with.
pub struct Fonts(Arc<Database>);

impl Fonts {
    /// Those of a folder, or those that the system has.
    ///
    /// # Errors
    /// Where there are none.
    pub fn load(folder: Option<&Path>) -> Result<Self, String> {
        let mut fonts = Database::new();
        match folder {
            Some(folder) => fonts.load_fonts_dir(folder),
            None => fonts.load_system_fonts(),
        }
        if !fonts.is_empty() {
            return Ok(Self(Arc::new(fonts)));
        }
        let place = folder.map_or("on this machine".to_owned(), |folder| format!("in {}", folder.display()));
        Err(format!("there are no fonts {place}, so no words can be drawn. On Debian: apt-get install fonts-noto-cjk"))
    }

    /// Draws an SVG, each of its pixels as `zoom` by `zoom` of the image.
    ///
    /// # Errors
    /// Where no font has one of its characters, and where it is no SVG or larger than an image can be.
    pub fn draw(&self, svg: &str, zoom: u32) -> Result<Vec<u8>, String> {
        let fonts = Arc::clone(&self.0);
        let options = Options { fontdb: fonts, font_resolver: resolver(), ..Options::default() };
        let tree = Tree::from_str(svg, &options).map_err(|fault| fault.to_string())?;
        let mut missing = Vec::new();
        find_missing(tree.root(), &mut missing);
        if !missing.is_empty() {
            return Err(refusal(&missing));
        }
        let size = tree.size().to_int_size().scale_by(zoom as f32).ok_or("an image of no size")?;
        let mut image = Pixmap::new(size.width(), size.height()).ok_or("the image is too large")?;
        resvg::render(&tree, Transform::from_scale(zoom as f32, zoom as f32), &mut image.as_mut());
        image.encode_png().map_err(|fault| fault.to_string())
    }
}

/// Finds fonts by our order instead of by that in which they lie on the disk.
fn resolver() -> FontResolver<'static> {
    FontResolver {
        select_font: Box::new(|font, fonts| {
            let known = FAMILIES.map(Family::Name);
            let found = fonts.query(&Query { families: &known, weight: Weight(font.weight()), ..Query::default() });
            found.or_else(|| fonts.faces().next().map(|face| face.id))
        }),
        select_fallback: Box::new(|char, used, fonts| {
            let weight = used.first().and_then(|id| fonts.face(*id)).map_or(Weight::NORMAL, |face| face.weight);
            let of_family = |name| fonts.query(&Query { families: &[Family::Name(name)], weight, ..Query::default() });
            let known = FAMILIES.iter().filter_map(|name| of_family(name));
            let mut all = known.chain(fonts.faces().map(|face| face.id));
            all.find(|id| !used.contains(id) && has(fonts, *id, char))
        }),
    }
}

fn has(fonts: &Database, id: ID, char: char) -> bool {
    let find = |data: &[u8], index| Some(FontRef::from_index(data, index).ok()?.charmap().map(char).is_some());
    fonts.with_face_data(id, find).flatten().unwrap_or(false)
}

/// Collects the characters that stand there as the sign for "no such character", which is a font's first glyph.
fn find_missing(group: &Group, missing: &mut Vec<char>) {
    for node in group.children() {
        match node {
            Node::Group(group) => find_missing(group, missing),
            Node::Text(text) => {
                let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
                for char in glyphs.filter(|glyph| glyph.id.0 == 0).flat_map(|glyph| glyph.text.chars()) {
                    if !char.is_whitespace() && !missing.contains(&char) {
                        missing.push(char);
                    }
                }
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn refusal(missing: &[char]) -> String {
    const NAMED: usize = 10;
    let named: String = missing.iter().take(NAMED).collect();
    let more = if missing.len() > NAMED { "…" } else { "" };
    format!(
        "no font here has {} of the characters: {named}{more}. On Debian: apt-get install fonts-noto-cjk; or name a folder of \
         fonts with --fonts",
        missing.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(text: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"40\">\
             <text x=\"4\" y=\"30\" font-size=\"28\">{text}</text></svg>"
        )
    }

    #[test]
    fn characters_that_no_font_has_are_named() {
        let fonts = Fonts::load(None).expect("fonts: `cargo xtask setup` installs some");
        // Of a plane that is for private use.
        let fault = fonts.draw(&svg("a\u{10fffd}b"), 1).expect_err("no such character");
        assert!(fault.contains("1 of the characters: \u{10fffd}") && fault.contains("fonts-noto-cjk"), "{fault}");
    }

    #[test]
    fn a_folder_without_fonts_is_named() {
        let Err(fault) = Fonts::load(Some(Path::new(env!("CARGO_MANIFEST_DIR")))) else {
            panic!("fonts among the sources")
        };
        assert!(fault.contains(env!("CARGO_MANIFEST_DIR")), "{fault}");
    }

    #[test]
    fn each_character_of_chinese_has_its_own_form() {
        let fonts = Fonts::load(None).expect("fonts: `cargo xtask setup` installs some");
        let drawn = ["教", "育", " "].map(|text| fonts.draw(&svg(text), 1).expect("a font for Chinese"));
        assert!(drawn[0] != drawn[1] && drawn[0] != drawn[2] && drawn[1] != drawn[2]);
    }
}
