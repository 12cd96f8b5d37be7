//! The name of a later build in, that build beside the first one on a site out. Panics where the distribution is not as expected.

use crate::place;
use crate::site::Site;
use serde_json::Value;

/// Puts a later build on the site, under its name. The files that its loader names have other names and other bytes, its sheet
/// says whose it is (`--edition`), and it knows elements that the first does not.
#[track_caller]
pub fn add(site: &Site, edition: &str, elements: &[&str]) {
    let read = |name: &str| std::fs::read(place::dist().join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let list: Value = serde_json::from_slice(&read("dist.json")).expect("the list of files is JSON");
    let mut loader = String::from_utf8(read("daylight.js")).expect("the loader is ASCII");
    assert_eq!(loader.matches("{budget:").count(), 1, "the loader's list of elements");
    let elements: String = elements.iter().map(|element| format!("{element}:[],")).collect();
    loader = loader.replace("{budget:", &format!("{{{elements}budget:"));
    let mut renamed = 0;
    for name in list["files"].as_array().into_iter().flatten().filter_map(|file| file["file"].as_str()) {
        let (mut bytes, mut path) = (read(name), name.to_owned());
        if name.contains('-') && loader.contains(&format!("\"{name}\"")) {
            path = name.replacen('-', &format!("-{edition}"), 1);
            loader = loader.replace(name, &path);
            bytes.extend(match name.rsplit('.').next() {
                Some("css") => format!(".root{{--edition:{edition}}}").into_bytes(),
                // A section that browsers pass over.
                Some("wasm") => section(edition),
                _ => format!("\n// {edition}\n").into_bytes(),
            });
            renamed += 1;
        }
        site.write(&format!("{edition}/{path}"), &bytes);
    }
    let which = "glue, two sheets, four modules of the loader, four parts of the module, plain JavaScript, what is said of trouble; of \
                 consultations, funds and results each glue, sheet, two parts of the module and plain JavaScript";
    assert_eq!(renamed, 28, "{which}");
    site.write(&format!("{edition}/daylight.js"), loader.as_bytes());
}

/// A custom section of WebAssembly that holds a name and nothing else.
fn section(name: &str) -> Vec<u8> {
    let length = u8::try_from(name.len()).ok().filter(|length| *length < 127).expect("a short name");
    [&[0, length + 1, length], name.as_bytes()].concat()
}
