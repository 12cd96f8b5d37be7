//! The module as plain JavaScript, for pages that refuse WebAssembly: what wasm2js wrote in, an ES module out whose default
//! export makes an instance from its imports. Fails where the text is not laid out as wasm2js does it.

use crate::process::{Outcome, failed};

/// How the instance begins that wasm2js makes by itself, once; ours are made when the page asks, one more after each trap.
const INSTANCE: &str = "\nvar retasmFunc = asmFunc({";
/// What a trap does there.
const TRAP: &str = "throw new Error('abort');";
/// What it does here: the page can tell a trap from any other fault (widgets/loader/element.js).
const OUR_TRAP: &str = "throw Object.assign(new Error('unreachable'), { daylight: true });";

/// The text without imports and exports of its own, but one.
pub fn module(script: &str) -> Outcome<String> {
    let Some((body, _)) = script.split_once(INSTANCE) else {
        return failed("wasm2js makes its instance in another way: xtask/src/web/plain.rs knows another version");
    };
    if !body.contains(TRAP) {
        return failed("wasm2js traps in another way: xtask/src/web/plain.rs knows another version");
    }
    let lines = body.lines().filter(|line| !line.starts_with("import "));
    let body = lines.collect::<Vec<_>>().join("\n").replace(TRAP, OUR_TRAP);
    Ok(body + "\nexport default asmFunc;\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instance_is_left_to_the_page() {
        let script = "import * as $_glue from './glue.js';\nfunction wasm2js_trap() { throw new Error('abort'); }\n\
            function asmFunc(imports) {\n}\n\nvar retasmFunc = asmFunc({\n  \"./glue.js\": $_glue,\n});\nexport var memory = retasmFunc.memory;\n";
        let text = module(script).expect("a module");
        assert!(text.ends_with("export default asmFunc;\n") && text.contains("daylight: true"), "{text}");
        for gone in ["import *", "retasmFunc", "abort"] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        assert!(module("function asmFunc() {}").is_err());
    }
}
