//! The glue that wasm-bindgen writes, without what our pages never use: its text and the module in, both smaller out. Fails
//! where the text is not laid out as wasm-bindgen 0.2 does it.
//!
//! A dependency of Leptos exports three classes for streams. Nothing here uses them, but an export keeps alive all that it
//! calls: they would be a tenth of the glue and a twentieth of the module.

use std::collections::HashSet;

use walrus::Module;

use crate::process::{Failed, Outcome, failed};

/// The glue's text while it is cut down.
pub struct Glue(String);

/// How the glue begins when it has found out where the module is. Our loader always brings it compiled.
const START: &str = "async function __wbg_load(";
const OUR_START: &str = "export default async compiled =>
    __wbg_finalize_init(await WebAssembly.instantiate(compiled, __wbg_get_imports()), compiled);
export const plain = make => __wbg_finalize_init({ exports: make(__wbg_get_imports()) });
";
/// How the glue finds out that memory has grown, for bytes and for numbers. Grown memory of plain JavaScript is another
/// buffer, and the old one is not detached.
const GROWN: [(&str, &str); 2] = [
    ("cachedUint8ArrayMemory0.byteLength === 0", "cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer"),
    (
        "cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && \
         cachedDataViewMemory0.buffer !== wasm.memory.buffer)",
        "cachedDataViewMemory0.buffer !== wasm.memory.buffer",
    ),
];
/// Before the name and after the end of each import.
const MARGIN: &str = "        ";

impl Glue {
    /// Takes the text without classes and with a start of ours.
    pub fn new(text: &str) -> Outcome<Glue> {
        let Some(start) = text.find(START) else {
            return failed(format!("The glue has no `{START}`: xtask/src/web/glue.rs knows another wasm-bindgen"));
        };
        let (mut kept, mut lines) = (String::new(), text[..start].lines());
        while let Some(line) = lines.next() {
            let end = match line {
                _ if line.starts_with("export class ") => "}",
                _ if line.starts_with("const ") && line.contains("Finalization = ") => ");",
                _ if line.starts_with("if (Symbol.dispose) ") => continue,
                _ => {
                    kept.extend([line, "\n"]);
                    continue;
                }
            };
            if !line.ends_with(end) {
                lines.find(|line| line.ends_with(end) && (end != "}" || *line == end));
            }
        }
        kept.push_str(OUR_START);
        for (theirs, ours) in GROWN {
            if kept.contains("let cached") && !kept.contains(theirs) {
                return failed(format!("The glue has no `{theirs}`: xtask/src/web/glue.rs knows another wasm-bindgen"));
            }
            kept = kept.replace(theirs, ours);
        }
        Ok(Glue(kept))
    }

    /// The module without the exports that the glue does not call, its imports under short names here and there.
    pub fn fit(&mut self, module: &[u8]) -> Outcome<Vec<u8>> {
        let broken = |error| Failed(format!("the module cannot be read: {error:#}"));
        let mut module = Module::from_buffer(module).map_err(broken)?;
        let unused = module.exports.iter().filter(|export| !self.0.contains(&format!("wasm.{}", export.name)));
        for id in unused.map(|export| export.id()).collect::<Vec<_>>() {
            module.exports.delete(id);
        }
        for (number, import) in module.imports.iter_mut().enumerate() {
            let key = format!("\n{MARGIN}{}: ", import.name);
            if !self.0.contains(&key) {
                return failed(format!("The glue does not define {}", import.name));
            }
            import.name = format!("i{number}");
            self.0 = self.0.replacen(&key, &format!("\n{MARGIN}{}: ", import.name), 1);
        }
        walrus::passes::gc::run(&mut module);
        Ok(module.emit_wasm())
    }

    /// The text with those imports only that the finished module has.
    pub fn finish(self, module: &[u8]) -> Outcome<String> {
        let broken = |error| Failed(format!("the module cannot be read: {error:#}"));
        let module = Module::from_buffer(module).map_err(broken)?;
        let used: HashSet<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        let (mut kept, mut lines) = (String::new(), self.0.lines());
        while let Some(line) = lines.next() {
            let name = line.strip_prefix(MARGIN).and_then(|line| line.split_once(": function(")).map(|(name, _)| name);
            if name.is_some_and(|name| !name.starts_with(' ') && !used.contains(name)) {
                let ends = |line: &&str| line.strip_prefix(MARGIN).is_some_and(|line| line.starts_with('}'));
                lines.find(ends);
            } else {
                kept.extend([line, "\n"]);
            }
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "export class A {
    free() {
    }
}
if (Symbol.dispose) A.prototype[Symbol.dispose] = A.prototype.free;
export function open(text) {
    return wasm.open(text);
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_used_1: function(arg0) {
            return arg0;
        },
        __wbg_idle_2: function() { return handleError(function (arg0) {
            return arg0;
        }, arguments); },
    };
}
const AFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_a_free(ptr, 1));
let wasm;
async function __wbg_load(module) {
}
";

    /// A module that exports two functions and imports two, one of which is called.
    fn module() -> Vec<u8> {
        let mut module = Module::default();
        let ty = module.types.add(&[], &[]);
        let (used, _) = module.add_import_func("./daylight_bg.js", "__wbg_used_1", ty);
        let (idle, _) = module.add_import_func("./daylight_bg.js", "__wbg_idle_2", ty);
        for (name, calls) in [("open", used), ("__wbg_a_free", idle)] {
            let mut builder = walrus::FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.func_body().call(calls);
            let function = builder.finish(Vec::new(), &mut module.funcs);
            module.exports.add(name, function);
        }
        module.emit_wasm()
    }

    #[test]
    fn what_no_page_uses_is_gone_from_both() {
        let mut glue = Glue::new(TEXT).expect("a glue");
        let module = glue.fit(&module()).expect("a module");
        let read = Module::from_buffer(&module).expect("a module");
        assert_eq!(read.exports.iter().map(|export| export.name.as_str()).collect::<Vec<_>>(), ["open"]);
        let text = glue.finish(&module).expect("a text");
        for gone in ["class", "Finalization", "dispose", "__wbg_load", "__wbg_used_1", "idle", "handleError"] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        for kept in ["export function open", "i0: function(arg0) {", "let wasm;", "export default", "__proto__: null"] {
            assert!(text.contains(kept), "{kept} in {text}");
        }
    }

    #[test]
    fn another_layout_is_refused() {
        assert!(Glue::new("let wasm;").is_err());
        let mut glue = Glue::new(&TEXT.replace("__wbg_used_1", "other")).expect("a glue");
        assert!(glue.fit(&module()).is_err());
    }
}
