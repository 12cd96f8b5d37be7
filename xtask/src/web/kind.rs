//! The module of another element than the budget: a feature of the widgets in; a module in one part, its glue, the same as plain
//! JavaScript, and its sheet out, each under the element's folder in the list of files. Fails with the words of the tools.

use std::fs;

use super::compile::{self, Address};
use super::glue::Glue;
use super::pack::Pack;
use super::shrink;
use super::{PACKAGE, add_module, add_plain, add_sheet, plain, quoted};
use crate::place;
use crate::process::{About, Outcome};
use crate::setup::target::Toolchain;

/// What the one file needs of it.
pub struct Kind {
    /// The element's word.
    pub id: &'static str,
    /// The glue, an ES module.
    pub glue: String,
    /// The module as plain JavaScript, an ES module.
    pub plain: String,
    /// The files by what the loader calls them.
    pub names: Vec<(String, String)>,
}

/// Makes the module of an element, and adds its files.
pub fn add(pack: &mut Pack, toolchain: &Toolchain, id: &'static str, quick: bool) -> Outcome<Kind> {
    let profile = if quick { compile::QUICK } else { compile::WEB };
    let linked = compile::module(toolchain, PACKAGE, profile, Some(id))?;
    let bound = compile::bind(&linked, id, Address::Given)?;
    let mut glue = Glue::new(&fs::read_to_string(&bound.glue).about(bound.glue.display())?)?;
    let mut module = glue.fit(&fs::read(&bound.wasm).about(bound.wasm.display())?)?;
    if !quick {
        module = shrink::module(&module, id, false)?;
    }
    let glue = glue.finish(&module)?;
    let slim = place::web_target().join(format!("{id}-glue.js"));
    fs::write(&slim, &glue).about(slim.display())?;
    let wasm = add_module(pack, &module, (id, "_bg.wasm"), place::web_target().join(format!("{id}.named.wasm")))?;
    let file =
        pack.add_named(&format!("{id}-glue"), &shrink::text(&slim, &format!("{id}.js"), shrink::Kind::Module)?, ".js")?;
    let plain = plain::module(&shrink::script(&module, &format!("{id}-plain"))?)?;
    let plain_file = add_plain(pack, &plain, &format!("{id}-plain"))?;
    let sheet = add_sheet(pack, id)?;
    let names = [("wasm", wasm), ("glue", file), ("plain", plain_file), ("sheet", sheet)];
    let names = names.map(|(name, file)| (format!("{id}/{name}"), quoted(&file))).to_vec();
    Ok(Kind { id, glue, plain, names })
}
