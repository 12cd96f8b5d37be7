//! The studio: its core as a module, its scripts and its pages in; one classic script with all of it, and each page as one file
//! that opens from a disk, out. Fails with the words of the compiler or of esbuild.
//!
//! The module is inside of the script in base64, since the page may fetch nothing (`connect-src 'none'`). The script is a
//! function that knows its own text, from which it makes its worker.

use std::fs;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::compile::{self, Address};
use super::glue::Glue;
use super::pack::Pack;
use super::shrink::{self, Kind};
use super::single::{factory, string};
use crate::place;
use crate::process::{About, Outcome, failed};
use crate::setup::target::Toolchain;
use crate::size::module;

const PACKAGE: &str = "daylight-studio";

/// The script, beside the loader.
const SCRIPT: &str = "studio.js";

/// The pages of the site, and what each is called as one file.
const PAGES: [(&str, &str); 2] =
    [("www/studio.html", "daylight-studio.html"), ("www/zh-Hans/studio.html", "daylight-studio.zh-Hans.html")];

/// Where the loader finds out in which folder it lies.
const FOLDER: &str = "new URL('.', script.src)";

/// The loader for a script that stands in a page and has no address: it lies where the page does.
pub fn inline(loader: &str) -> Outcome<String> {
    if !loader.contains(FOLDER) {
        return failed(format!("widgets/loader/daylight.js does not say {FOLDER}"));
    }
    Ok(loader.replace(FOLDER, "new URL('.', document.baseURI)"))
}

/// Adds the studio. `widgets` is the script of the widgets for the pages that are one file: the preview needs it.
pub fn add(pack: &mut Pack, toolchain: &Toolchain, widgets: &[u8]) -> Outcome {
    let script = script(toolchain)?;
    pack.add(SCRIPT, script.as_bytes())?;
    let widgets = std::str::from_utf8(widgets).about("the widgets")?;
    for (page, name) in PAGES {
        pack.add(&format!("studio/{name}"), one_file(page, &[&script, widgets])?.as_bytes())?;
    }
    Ok(())
}

/// The script with the core inside.
fn script(toolchain: &Toolchain) -> Outcome<String> {
    let bound = compile::bind(&compile::module(toolchain, PACKAGE, compile::STUDIO, None)?, "studio", Address::Given)?;
    let mut glue = Glue::new(&fs::read_to_string(&bound.glue).about(bound.glue.display())?)?;
    let fitted = glue.fit(&fs::read(&bound.wasm).about(bound.wasm.display())?)?;
    let wasm = module::without_custom(&shrink::module(&fitted, "studio", false)?)?;
    let folder = place::web_target();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).about(name);
    write("studio-glue.js", &factory(&glue.finish(&wasm)?))?;
    write("studio-wasm.js", &format!("export default \"{}\";\n", base64(&wasm)))?;
    let source = place::root().join("www/studio/studio.js").display().to_string();
    write(
        "studio-all.js",
        &format!(
            "import {{ run }} from {};\nimport glue from './studio-glue.js';\nimport wasm from './studio-wasm.js';\n\
             run(glue, wasm, String(daylightStudio));\n",
            string(&source)
        ),
    )?;
    let bundle = shrink::text(&folder.join("studio-all.js"), SCRIPT, Kind::Bundle)?;
    let bundle = String::from_utf8(bundle).about(SCRIPT)?;
    // What stands in a page may not seem to end its script.
    Ok(format!("function daylightStudio(){{{}}}\ndaylightStudio();\n", bundle.trim().replace("</script", "<\\/script")))
}

/// A page of the site as one file: its sheets and scripts are inside, and its policy names them by their digests.
fn one_file(page: &str, scripts: &[&str]) -> Outcome<String> {
    let path: PathBuf = place::root().join(page);
    let html = fs::read_to_string(&path).about(page)?;
    let sheet = |name: &str| fs::read_to_string(place::root().join("www").join(name)).about(name);
    let sheets = sheet("site.css")? + &sheet("studio.css")?;
    let digests: Vec<String> = scripts.iter().map(|script| digest(script)).collect();
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; worker-src blob:; connect-src 'none'; \
         base-uri 'none'; form-action 'none'",
        digests.join(" "),
        digest(&sheets)
    );
    let (head, main) = (between(&html, "<title>", "</title>")?, between(&html, "<main ", "</main>")?);
    // Its last section offers this very file.
    let main = main.split("<section>").next().unwrap_or(main);
    let language = between(&html, "<html lang=\"", "\"")?;
    let inside = scripts.iter().map(|script| format!("<script>{script}</script>\n")).collect::<String>();
    Ok(format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{head}</title>\n\
         <style>{sheets}</style>\n</head>\n<body>\n<main {main}</main>\n{inside}</body>\n</html>\n"
    ))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Outcome<&'a str> {
    let found = text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map(|(found, _)| found);
    found.map_or_else(|| failed(format!("the studio's page has no {start}…{end}")), Ok)
}

/// What a policy calls a script or a sheet.
fn digest(text: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(text.as_bytes())))
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let number = (0..3).fold(0u32, |number, at| number << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for at in 0..4 {
            let digit = DIGITS[(number >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_are_written_as_rfc_4648_has_them() {
        for (text, written) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), written);
        }
    }
}
