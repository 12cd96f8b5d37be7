//! The distribution: everything that a page loads, made from the widgets, the words and the profiles. Each step's input is
//! the output of the one before; any failure stops it and leaves the last distribution unmarked, so that it is made anew.

mod compile;
mod pack;

mod shrink;

use std::fs;

use crate::inputs;
use crate::place;
use crate::process::{About, Outcome, failed};
use crate::setup::target;
use crate::size::module;

/// Where the loader's source says which files belong to it.
const PLACEHOLDER: &str = "__DAYLIGHT_MANIFEST__";

/// Makes `target/dist` anew.
pub fn dist(quick: bool) -> Outcome {
    let Some(toolchain) = target::find() else {
        return failed("No toolchain for the web: run `cargo xtask setup`");
    };
    let version = env!("CARGO_PKG_VERSION");
    let loader = place::root().join("widgets/loader/daylight.js");
    let stamp = inputs::stamp(quick)?;
    inputs::forget()?;

    let bound = compile::bind(&compile::module(&toolchain, quick)?)?;
    let named = if quick {
        bound.wasm
    } else {
        shrink::module(&bound.wasm)?
    };
    let wasm = module::without_custom(&fs::read(&named).about(named.display())?)?;
    let glue = shrink::script(&bound.glue, shrink::Script::Module)?;

    let mut pack = pack::Pack::new(place::dist())?;
    let wasm_name = pack::named("daylight", &wasm, "_bg.wasm");
    let glue_name = pack::named("daylight", glue.as_bytes(), ".js");
    pack.add(&wasm_name, &wasm)?;
    pack.add(&glue_name, glue.as_bytes())?;

    let sheet = place::root().join("widgets/loader/daylight.css");
    let sheet_name = match fs::read(&sheet) {
        Ok(css) => {
            let name = pack::named("daylight", &css, ".css");
            pack.add(&name, &css)?;
            format!("\"{name}\"")
        }
        Err(_) => "null".to_owned(),
    };
    let names = format!(
        r#"{{"version":"{version}","glue":"{glue_name}","wasm":"{wasm_name}","sheet":{sheet_name}}}"#
    );
    let loader = shrink::script(&loader, shrink::Script::Classic)?;
    let loader = loader.replace(PLACEHOLDER, &names);
    if !loader.is_ascii() {
        return failed("The loader holds a character outside ASCII: pages in GBK would misread it");
    }
    pack.add("daylight.js", loader.as_bytes())?;
    pack.add_folder(&place::root().join("core/words"), "json", "words")?;
    let profiles = place::root().join("profiles");
    if let Ok(entries) = fs::read_dir(&profiles) {
        let mut folders: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        folders.sort();
        for file in folders
            .iter()
            .map(|folder| folder.join("profile.json"))
            .filter(|file| file.is_file())
        {
            let id = file
                .parent()
                .and_then(|folder| folder.file_name())
                .unwrap_or_default()
                .to_string_lossy();
            pack.add(
                &format!("profiles/{id}.json"),
                &fs::read(&file).about(file.display())?,
            )?;
        }
    }
    pack.finish(version)?;
    fs::copy(&named, place::web_target().join("named.wasm")).about(named.display())?;
    inputs::remember(&stamp)
}
