//! The import law: which folder may know what. Source: the table of folders in ARCHITECTURE.md.

use super::tree::{Source, Tree};
use super::{Fault, lines, path};

/// What a folder never names.
struct Law {
    folder: &'static str,
    /// Files to which it does not apply.
    but: &'static [&'static str],
    never: &'static [&'static str],
    why: &'static str,
}

const BROWSER_CALLS: &[&str] =
    &["web_sys", "js_sys", "gloo", "gloo_events", "gloo_net", "gloo_timers", "gloo_utils", "wasm_bindgen_futures"];

const LAWS: [Law; 8] = [
    Law {
        folder: "core/",
        but: &[],
        never: &["wasm_bindgen", "web_sys", "js_sys", "leptos", "gloo", "plotters", "tokio", "axum", "sqlx"],
        why: "the core knows neither a browser nor a server",
    },
    Law {
        folder: "core/",
        // Build scripts run where it is built.
        but: &["core/build.rs", "core/build/table.rs"],
        never: &["std::fs", "std::net", "std::env", "std::process", "std::io::stdin", "std::io::stdout"],
        why: "the core does no I/O: bytes come in, values go out",
    },
    Law {
        folder: "core/",
        but: &[],
        never: &["std::time", "rand", "fastrand", "getrandom", "chrono", "jiff"],
        why: "the core has no clock and no chance: both are parameters",
    },
    Law {
        folder: "widgets/",
        but: &["widgets/src/host.rs"],
        never: BROWSER_CALLS,
        why: "all browser calls are in widgets/src/host.rs",
    },
    Law {
        folder: "widgets/",
        but: &[],
        never: &["daylight_service", "daylight", "axum", "tokio", "sqlx", "ureq", "std::fs", "std::net"],
        why: "the widgets know only the core and the browser",
    },
    Law {
        folder: "service/",
        but: &[],
        never: &["daylight_widgets", "leptos", "web_sys", "wasm_bindgen"],
        why: "the service knows no widget",
    },
    Law {
        folder: "cli/",
        but: &[],
        never: &["daylight_service::store::Durability"],
        why: "the command cannot choose whether a comment is safe before it is acknowledged",
    },
    Law {
        folder: "cli/",
        but: &[],
        never: &["web_sys", "js_sys", "wasm_bindgen"],
        why: "the command runs where there is no browser",
    },
];

/// Crates that a manifest may not list, as Cargo writes them.
const MANIFESTS: [(&str, &[&str]); 3] = [
    (
        "core/",
        &[
            "wasm-bindgen",
            "web-sys",
            "js-sys",
            "leptos",
            "gloo",
            "plotters",
            "tokio",
            "axum",
            "sqlx",
            "rand",
            "getrandom",
            "chrono",
            "jiff",
            "serde_json",
            "daylight-widgets",
            "daylight",
        ],
    ),
    ("widgets/", &["daylight-service", "daylight", "axum", "tokio", "sqlx", "serde", "serde_json", "gloo-net"]),
    ("service/", &["daylight-widgets", "leptos", "web-sys", "wasm-bindgen"]),
];

/// Paths in shipped Rust.
pub fn check_paths(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in &tree.files {
        let laws: Vec<&Law> = LAWS.iter().filter(|law| applies(law, source)).collect();
        let Some(code) = source.shipped_code().filter(|_| !laws.is_empty()) else {
            continue;
        };
        for named in path::all(&code) {
            for law in &laws {
                if law.never.iter().any(|never| named.is_in(never)) {
                    faults.push(Fault::new(source, named.line, format!("{}: {}", named.path, law.why)));
                }
            }
        }
    }
    faults
}

fn applies(law: &Law, source: &Source) -> bool {
    source.path.starts_with(law.folder) && !law.but.contains(&source.path.as_str())
}

/// Dependencies, but for those that only tests or build scripts have.
pub fn check_manifests(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (folder, never) in MANIFESTS {
        for source in tree.under(folder).filter(|source| source.path.ends_with("Cargo.toml")) {
            let mut counts = false;
            for (number, line) in lines(&source.text) {
                if line.starts_with('[') {
                    counts = line.contains("dependencies") && !line.contains("dev-") && !line.contains("build-");
                }
                let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
                if counts && never.contains(&name) {
                    faults.push(Fault::new(source, number, format!("{folder} never depends on {name}")));
                }
            }
        }
    }
    faults
}

/// A country or a page is data: whoever adds one needs no Rust.
pub fn check_data_folders(tree: &Tree) -> Vec<Fault> {
    let is_data = |source: &&Source| ["profiles/", "demo/"].iter().any(|folder| source.path.starts_with(folder));
    let is_rust = |source: &&Source| source.extension() == "rs" || source.path.ends_with("Cargo.toml");
    let fault = |source| Fault::new(source, 0, "this folder is data only");
    tree.files.iter().filter(is_data).filter(is_rust).map(fault).collect()
}

/// What crosses into JavaScript is exported in one file, and no other but `host.rs` names wasm-bindgen.
pub fn check_glue(tree: &Tree) -> Vec<Fault> {
    let mut exporting: Vec<(&Source, usize)> = Vec::new();
    let mut naming = Vec::new();
    for source in tree.under("widgets/src/").filter(|source| source.path != "widgets/src/host.rs") {
        let Some(code) = source.shipped_code() else {
            continue;
        };
        if let Some((number, _)) = lines(&code).find(|(_, line)| line.contains("#[wasm_bindgen")) {
            exporting.push((source, number));
        } else if let Some(named) = path::all(&code).into_iter().find(|named| named.is_in("wasm_bindgen")) {
            naming.push((source, named.line));
        }
    }
    let home = exporting.first().map_or("host.rs", |(source, _)| source.path.as_str());
    let fault = |(source, line): &(&Source, usize)| {
        Fault::new(source, *line, format!("wasm_bindgen: the element glue is in {home}, browser calls are in host.rs"))
    };
    exporting.iter().skip(1).chain(&naming).map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(faults: Vec<Fault>) -> Vec<(String, usize)> {
        faults.into_iter().map(|fault| (fault.path, fault.line)).collect()
    }

    #[test]
    fn a_forbidden_path_is_found_where_it_is_used() {
        let tree = Tree::planted(&[
            ("core/src/a.rs", "// std::fs\nuse std::{collections::HashMap, fs::File};\n"),
            ("core/scan/src/b.rs", "fn now() { std::time::Instant::now(); }"),
            ("core/src/c.rs", "#[cfg(test)]\nmod tests { use std::fs; }"),
            ("widgets/src/host.rs", "use web_sys::Node;"),
            ("widgets/src/budget/view.rs", "\nuse leptos::web_sys::Node;"),
            ("cli/src/main.rs", "use std::fs;"),
        ]);
        let wanted = [("core/src/a.rs", 2), ("core/scan/src/b.rs", 1), ("widgets/src/budget/view.rs", 2)];
        assert_eq!(at(check_paths(&tree)), wanted.map(|(path, line)| (path.to_owned(), line)));
    }

    #[test]
    fn a_forbidden_dependency_is_found() {
        let core = "[dependencies]\nleptos.workspace = true\n[dev-dependencies]\ntokio = \"1\"\n";
        let widgets = "[target.'cfg(target_arch = \"wasm32\")'.dependencies]\nserde_json = { workspace = true }\n";
        let tree = Tree::planted(&[("core/Cargo.toml", core), ("widgets/Cargo.toml", widgets)]);
        let wanted = [("core/Cargo.toml", 2), ("widgets/Cargo.toml", 2)];
        assert_eq!(at(check_manifests(&tree)), wanted.map(|(path, line)| (path.to_owned(), line)));
    }

    #[test]
    fn rust_among_data_is_found() {
        let tree = Tree::planted(&[("profiles/cn/rule.rs", ""), ("demo/Cargo.toml", ""), ("demo/index.html", "")]);
        assert_eq!(check_data_folders(&tree).len(), 2);
    }

    #[test]
    fn glue_in_a_second_file_is_found() {
        let tree = Tree::planted(&[
            ("widgets/src/element.rs", "use wasm_bindgen::prelude::*;\n#[wasm_bindgen]\npub fn mount() {}"),
            ("widgets/src/host.rs", "use wasm_bindgen::JsCast;"),
            ("widgets/src/other.rs", "\n#[wasm_bindgen(js_name = b)]\npub fn b() {}"),
            ("widgets/src/view.rs", "use wasm_bindgen::JsValue;"),
        ]);
        let wanted = [("widgets/src/other.rs", 2), ("widgets/src/view.rs", 1)];
        assert_eq!(at(check_glue(&tree)), wanted.map(|(path, line)| (path.to_owned(), line)));
    }
}
