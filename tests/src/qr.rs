//! QR codes as a camera would see them: the side of a square and a path of dark modules in, what the code says out.

use regex::Regex;

/// How wide a module is in the picture that is looked at.
const MODULE_PX: usize = 6;

/// What a code says.
///
/// # Panics
/// Where there is not one code that can be read.
#[track_caller]
pub fn decode(side: usize, path: &str) -> String {
    let mut dark = vec![false; side * side];
    let run = Regex::new(r"M(\d+) (\d+)h(\d+)v1").expect("a pattern");
    for found in run.captures_iter(path) {
        let [x, y, length] = [1, 2, 3].map(|at| found[at].parse::<usize>().expect("a number"));
        dark[y * side + x..][..length].fill(true);
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * MODULE_PX, side * MODULE_PX, |x, y| {
        if dark[y / MODULE_PX * side + x / MODULE_PX] { 0 } else { 255 }
    });
    let codes = image.detect_grids();
    assert_eq!(codes.len(), 1, "one code");
    codes[0].decode().expect("a code that can be read").1
}
