//! A stand-in for what a build makes, as files: small, but with every name, digest and size that the doctor looks at.

use std::path::{Path, PathBuf};

use super::{digest, folder, write};

/// A date on which no figure is old for as long as anybody runs this.
pub const RECENT: &str = "9999-12-31";
/// The policy that the documentation promises to work under.
pub const STRICT: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'";
/// What a maintainer pastes.
pub const PAGE: &str = "<!doctype html><html lang=\"zh-Hans\"><meta charset=\"utf-8\"><title>清河县</title>\
    <script src=\"/daylight/daylight.js\" defer></script>\
    <daylight-budget src=\"/data/datapackage.json\"><p>预算</p></daylight-budget>";
/// The content-named script.
pub const GLUE: &str = "daylight-0123abcd01.js";
/// The content-named module.
pub const WASM: &str = "daylight-0123abcd01_bg.wasm";

/// The second part of the module.
pub const REST: &str = "rest-0123abcd01.wasm";
/// The module as plain JavaScript.
pub const PLAIN: &str = "plain-0123abcd01.js";

/// Loader, glue, both parts of the module, plain JavaScript, the one file, words and `dist.json` in `dir`.
pub fn write_dist(dir: &Path) {
    let filling = "// what makes it worth compressing\n".repeat(100);
    let files = [
        (
            "daylight.js",
            format!("(function(){{var f=[\"{WASM}\",\"{REST}\",\"{PLAIN}\"];import(\"./{GLUE}\")}})();\n{filling}"),
        ),
        (
            "daylight.single.js",
            format!("(()=>{{var a={{version:\"0.1.0\"}},b=\"data-daylight words/en.json\"}})();\n{filling}"),
        ),
        (GLUE, format!("export default \"{WASM}\";\n{filling}")),
        (WASM, format!("\0asm\u{1}\0\0\0{filling}")),
        (REST, format!("\0asm\u{1}\0\0\0{filling}{filling}")),
        (PLAIN, format!("export default 1;\n{filling}")),
        ("embed-0123abcd01.js", format!("// for pages in frames\n{filling}")),
        ("words/en.json", format!("{{\"filling\": {filling:?}, \"money\": \"资金\"}}\n")),
    ];
    let mut list = Vec::new();
    for (name, content) in &files {
        write(dir, name, content);
        let digest = digest(content.as_bytes());
        list.push(format!(
            "{{\"file\": {name:?}, \"bytes\": {}, \"brotli\": {}, \"sha256\": \"{digest}\"}}",
            content.len(),
            content.len() / 2
        ));
    }
    write(dir, "dist.json", format!("{{\"version\": \"0.1.0\", \"files\": [{}]}}", list.join(", ")));
}

/// A package with one file; its figures are as of `date`.
pub fn write_data(dir: &Path, date: &str) {
    let rows = (0..200).map(|n| format!("{n},道路,{n}.50\n")).collect::<String>();
    write(dir, "budget.csv", format!("code,name,amount\n{rows}"));
    let descriptor = format!(
        r#"{{"name": "qinghe", "daylight:as-of": "{date}", "resources": [{{"name": "b", "path": "budget.csv"}}]}}"#
    );
    write(dir, "datapackage.json", descriptor);
}

/// A page, its code and its data, all as they should be.
pub fn site(name: &str) -> PathBuf {
    let dir = folder(name);
    write(&dir, "index.html", PAGE);
    write_dist(&dir.join("daylight"));
    write_data(&dir.join("data"), RECENT);
    set(&dir, &[("/", "Content-Security-Policy", STRICT)]);
    dir
}

/// Sets headers by path: path, name, value.
pub fn set(dir: &Path, headers: &[(&str, &str, &str)]) {
    let rule =
        |(path, name, value): &(&str, &str, &str)| format!("[[headers]]\npath = {path:?}\nset.{name} = {value:?}\n");
    write(dir, "daylight.toml", headers.iter().map(rule).collect::<String>());
}
