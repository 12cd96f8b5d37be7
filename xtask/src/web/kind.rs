//! The module of another element than the budget: a feature of the widgets in; a module in two parts, its glue, the same as plain
//! JavaScript, and its sheet out, each under the element's folder in the list of files. Fails with the words of the tools.
//!
//! `widgets/ID-later.txt` says what the first view does without.

use std::fs;

use super::compile::{self, Address};
use super::data::Symbols;
use super::glue::Glue;
use super::later::Later;
use super::pack::Pack;
use super::shrink;
use super::split;
use super::{PACKAGE, add_module, add_plain, add_sheet_of, plain, quoted};
use crate::place;
use crate::process::{About, Outcome, failed};
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
    let module = glue.fit(&fs::read(&bound.wasm).about(bound.wasm.display())?)?;
    let whole = if quick { module } else { shrink::module(&module, id, true)? };
    let later = Later::read(&place::root().join(format!("widgets/{id}-later.txt")))?;
    let symbols = Symbols::read(&fs::read(&linked).about(linked.display())?)?;
    let parts = symbols.part(&split::split(&whole, &later, &[])?)?;
    let Ok([mut first, mut rest]) = <[Vec<u8>; 2]>::try_from(parts) else {
        return failed("The module has two parts");
    };
    if !quick {
        first = shrink::module(&first, &format!("{id}-first"), false)?;
        rest = shrink::module(&rest, &format!("{id}-rest"), false)?;
    }
    let glue = glue.finish(&first)?;
    let slim = place::web_target().join(format!("{id}-glue.js"));
    fs::write(&slim, &glue).about(slim.display())?;
    let named = |part: &str| place::web_target().join(format!("{id}{part}.named.wasm"));
    let wasm = add_module(pack, &first, (id, "_bg.wasm"), named(""))?;
    let rest = add_module(pack, &rest, (&format!("{id}-rest"), ".wasm"), named("-rest"))?;
    let file =
        pack.add_named(&format!("{id}-glue"), &shrink::text(&slim, &format!("{id}.js"), shrink::Kind::Module)?, ".js")?;
    let plain = plain::module(&shrink::script(&whole, &format!("{id}-plain"))?)?;
    let plain_file = add_plain(pack, &plain, &format!("{id}-plain"))?;
    let sheet = add_sheet_of(pack, id)?;
    let names = [("wasm", wasm), ("rest", rest), ("glue", file), ("plain", plain_file), ("sheet", sheet)];
    let names = names.map(|(name, file)| (format!("{id}/{name}"), quoted(&file))).to_vec();
    Ok(Kind { id, glue, plain, names })
}
