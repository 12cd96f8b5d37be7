//! Pictures of `daylight render` as a page or another site meets them: the card as PNG, and the two files of `--img`.

mod served;

use served::folder;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn package(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/data").join(name)
}

fn render(name: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daylight"));
    command.arg("render").arg(package(name)).args(["--widget", "budget"]).args(more);
    command.output().expect("the command was built")
}

/// Width, height and the pixels, three or four bytes each.
fn decode(png: &[u8]) -> (u32, u32, Vec<[u8; 3]>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a PNG image");
    let mut bytes = vec![0; reader.output_buffer_size().expect("an image of a size")];
    let info = reader.next_frame(&mut bytes).expect("whole");
    let pixels = bytes[..info.buffer_size()].chunks_exact(info.color_type.samples());
    (info.width, info.height, pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
}

#[test]
fn the_card_has_the_size_that_other_sites_ask_for_and_is_not_blank() {
    for (name, lang) in [("qinghe-budget-2025", "zh-Hans"), ("moldova-2014", "en")] {
        let output = render(name, &["--format", "png", "--lang", lang]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let (width, height, pixels) = decode(&output.stdout);
        assert_eq!((width, height), (1200, 630), "{name}");
        let colours: HashSet<_> = pixels.iter().collect();
        assert!(colours.len() > 50, "{} colours", colours.len());
        let ink_in = |left: usize, right: usize| {
            let is_ink =
                |at: &usize| (left..right).contains(&(at % 1200)) && pixels[*at].iter().all(|part| *part < 100);
            (0..pixels.len()).filter(is_ink).count()
        };
        assert!(ink_in(48, 478) > 2000 && ink_in(526, 1152) > 2000, "words to the left, and on the picture");
        assert_eq!(ink_in(0, 40) + ink_in(479, 520) + ink_in(1160, 1200), 0, "{name}: no word leaves its column");
    }
}

#[test]
fn the_two_files_have_the_size_that_the_page_keeps_for_them() {
    for (format, zoom) in [("svg", 1), ("png", 2)] {
        let dir = folder(&format!("pair-{format}"));
        let img = format!("--img={}", dir.display());
        let output =
            render("qinghe-budget-2025", &[&img, "--img-at", "/pictures", "--img-format", format, "--lang", "en"]);
        let html = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(!html.contains("<svg") && !html.contains(" style="), "{html}");
        for (name, width) in [("narrow", 288), ("wide", 640)] {
            let file = format!("qinghe-budget-2025-en-{name}.{format}");
            assert!(html.contains(&format!("\"/pictures/{file}\" width=\"{width}\" height=\"460\"")), "{html}");
            let bytes = std::fs::read(dir.join(&file)).expect("it was written");
            if format == "png" {
                let (across, down, _) = decode(&bytes);
                assert_eq!((across, down), (width * zoom, 460 * zoom));
            } else {
                let svg = String::from_utf8(bytes).expect("UTF-8");
                assert!(
                    svg.contains(&format!("width=\"{width}\" height=\"460\" viewBox=\"0 0 {width} 460\"")),
                    "{svg}"
                );
            }
        }
    }
}

#[test]
fn what_cannot_be_written_says_why() {
    for (more, word) in [
        (&["--format", "meta"][..], "--page"),
        (&["--format", "oembed", "--page", "https://a.example/"], "no src"),
        (
            &["--format", "oembed", "--page", "https://a.example/", "--src", "https://b.example/x.json"],
            "its own origin",
        ),
        (&["--format", "png", "--fonts", env!("CARGO_MANIFEST_DIR")], "no fonts"),
        (&["--format", "png", "--out", "/nowhere/card.png"], "/nowhere/card.png"),
    ] {
        let output = render("moldova-2014", more);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains(word), "{more:?}: {said}");
    }
}
