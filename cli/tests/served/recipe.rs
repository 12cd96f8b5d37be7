//! The name of a recipe in, its lines as they are printed out. Panics where a page no longer has it.

use std::path::Path;

fn page() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/headers.md")).expect("the page is there")
}

/// What stands in the first block of `docs/headers.md` that begins with `mark`.
pub fn block(mark: &str) -> String {
    let page = page();
    let after = page.split_once(mark).unwrap_or_else(|| panic!("{mark} is not on the page")).1;
    let lines = after.split_once('\n').expect("a block has lines").1;
    lines.split_once("\n```").expect("a block ends").0.to_owned()
}

/// How many blocks there are in `docs/headers.md`.
pub fn count_of_blocks() -> usize {
    page().matches("\n```").count() / 2
}

/// A recipe of the guide in each language: they are the same to the letter.
pub fn guide(recipe: &str) -> String {
    let pages = ["guide/headers.html", "zh-Hans/guide/headers.html"].map(|page| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www").join(page);
        let page = std::fs::read_to_string(&path).expect("the page is there");
        let after = page.split_once(&format!("data-recipe=\"{recipe}\"")).expect("the recipe is there").1;
        let lines = after.split_once("<code>").and_then(|(_, rest)| rest.split_once("</code>")).expect("it is code").0;
        lines.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    });
    assert_eq!(pages[0], pages[1], "the languages say something else");
    pages[0].clone()
}
