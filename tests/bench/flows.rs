//! Flows: first draw and switch of the year by Daylight's element, d3-sankey and ECharts, in turn, in one page; and the layout of a
//! large graph. What the page's thread spends on it out.

use crate::clock::Clock;
use crate::district::{District, YEARS};
use crate::report::{Part, Row, median};
use daylight_core::import::unzip_file;
use daylight_tests::browser::Browser;
use daylight_tests::page_server::{PageServer, Reply};
use daylight_tests::place;
use daylight_tests::site::Site;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

const SIZES: [usize; 3] = [50, 500, 2000];
const TOOLS: [&str; 3] = ["daylight", "d3-sankey", "ECharts"];
const WAYS: [(&str, &str); 2] = [("first", "first draw"), ("other", "year switch")];
/// The most that ours may take of d3-sankey's time with the most links.
const OF_D3: f64 = 0.6;
/// The most that the layout of the large graph may take, in the middle.
const LAYOUT_MS: f64 = 100.0;

/// Files of the page that npm's packages bring.
const LIBRARIES: [(&str, &str); 5] = [
    ("d3-array.js", "d3-array/dist/d3-array.min.js"),
    ("d3-path.js", "d3-path/dist/d3-path.min.js"),
    ("d3-shape.js", "d3-shape/dist/d3-shape.min.js"),
    ("d3-sankey.js", "d3-sankey/dist/d3-sankey.min.js"),
    ("echarts.js", "echarts/dist/echarts.min.js"),
];

/// The page and what it loads, for a folder.
fn page() -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = Vec::new();
    for (name, path) in LIBRARIES {
        let path = place::tools().join("node_modules").join(path);
        let bytes = fs::read(&path).map_err(|fault| format!("{}: {fault}; `cargo xtask setup`", path.display()))?;
        files.push((format!("flows/{name}"), bytes));
    }
    for (name, text) in [
        ("index.html", include_str!("page/flows.html")),
        ("flows.css", include_str!("page/flows.css")),
        ("flows.js", include_str!("page/flows.js")),
    ] {
        files.push((format!("flows/{name}"), text.into()));
    }
    Ok(files)
}

/// Measures all sizes.
pub fn run(rounds: usize) -> Part {
    let mut part = Part { title: "Flows: first draw and year switch, 960 by 600".into(), ..Part::default() };
    let files = match page() {
        Ok(files) => files,
        Err(reason) => {
            part.left_out.push(reason);
            return part;
        }
    };
    let site = Site::with_files([]);
    files.iter().for_each(|(name, bytes)| site.write(name, bytes));
    for size in SIZES {
        let district = District::new(size);
        let folder = format!("flows/{size}");
        site.write(&format!("{folder}/datapackage.json"), district.descriptor().as_bytes());
        district.tables().iter().for_each(|(name, csv)| site.write(&format!("{folder}/{name}"), csv.as_bytes()));
        site.write(&format!("{folder}.json"), district.graphs().to_string().as_bytes());
    }
    let browser = Browser::chromium();
    browser.resize(1280, 900);
    part.note = format!(
        "processor time of the page's thread, everything it does (scripts, styles, layout, paint), from the call until it has drawn and \
         has nothing to do; by the clock: until after the next frame; scripts loaded and run once before. Ours reads and checks its \
         files and writes picture, words and table; of each tier it draws the largest and the others as one. d3-sankey, as plain SVG \
         that a switch changes, and ECharts, on a canvas without animation, draw all links and get objects that were parsed before. \
         {rounds} rounds in turn; {}",
        browser.version()
    );
    browser.go(&site.url("/flows/"));
    browser.wait_until("window.measure && window.d3 && window.echarts && customElements.get('daylight-funds')");
    let clock = Clock::start(&browser);
    for size in SIZES {
        let mut times: BTreeMap<(usize, usize), [Vec<f64>; 2]> = BTreeMap::new();
        // The first round warms up and is not counted.
        for round in 0..=rounds {
            for (at, tool) in TOOLS.iter().enumerate() {
                for (way_at, (way, _)) in WAYS.iter().enumerate() {
                    let [spent, wall] = act(&browser, &clock, tool, size, YEARS[way_at], way);
                    eprintln!(
                        "flows: {size} links, round {round}, {tool}, {way}: {spent:.1} ms, {wall:.1} by the clock"
                    );
                    if round > 0 {
                        let samples = times.entry((way_at, at)).or_default();
                        samples[0].push(spent);
                        samples[1].push(wall);
                    }
                }
            }
        }
        for (way_at, (_, way)) in WAYS.iter().enumerate() {
            for (clock_at, by) in ["", ", by the clock"].iter().enumerate() {
                let of = |at: usize| times[&(way_at, at)][clock_at].clone();
                let theirs = median(&of(1));
                for (at, tool) in TOOLS.iter().enumerate() {
                    let name = format!("{} links, {way}, {tool}{by}", District::new(size).links());
                    let row = Row::new(name, "ms", of(at));
                    let ratio = row.median / theirs;
                    let is_promised = at == 0 && clock_at == 0 && size == SIZES[2];
                    part.rows.push(match is_promised {
                        true => row.promising("of d3-sankey's", OF_D3, ratio),
                        false => Row { name: format!("{} ({ratio:.2} of d3-sankey's)", row.name), ..row },
                    });
                }
            }
        }
    }
    browser.assert_console_empty();
    part
}

/// One act of one tool: processor time and time by the clock.
fn act(browser: &Browser, clock: &Clock, tool: &str, size: usize, year: &str, way: &str) -> [f64; 2] {
    let ask = |body: &str, arguments: &[Value]| {
        let answer = browser.session().script_async(body, arguments);
        answer.unwrap_or_else(|refusal| panic!("{tool}, {size} links: {refusal}"))
    };
    let prepare = "const [tool, size, year, way, done] = arguments; prepare(tool, size, year, way).then(() => done(''), fault => done(String(fault)))";
    let prepared = ask(prepare, &[json!(tool), json!(size), json!(year), json!(way)]);
    assert_eq!(prepared, "", "{tool}, {size} links");
    let before = clock.read();
    let wall =
        ask("const [done] = arguments; setTimeout(() => measure().then(done, fault => done(String(fault))))", &[]);
    let spent = clock.read() - before;
    [spent.task_ms, wall.as_f64().unwrap_or_else(|| panic!("{tool}, {size} links: {wall}"))]
}

/// A large graph: the tier of each node, and its links.
struct Large {
    name: String,
    columns: Vec<u32>,
    from: Vec<u32>,
    to: Vec<u32>,
    weights: Vec<f64>,
}

impl Large {
    /// As many nodes and links as the published graph has, in as many tiers.
    fn made() -> Self {
        let tiers = [1_u32, 37, 5664, 5664, 12_521];
        let links = [37_u32, 4656, 4404, 37_478];
        let mut state = 2024_u64;
        let mut dice = move |sides: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32 % sides
        };
        let mut large =
            Self { name: "made".into(), columns: Vec::new(), from: Vec::new(), to: Vec::new(), weights: Vec::new() };
        let mut start = 0;
        for (tier, count) in tiers.iter().enumerate() {
            large.columns.extend(std::iter::repeat_n(tier as u32, *count as usize));
            let Some((links, next)) = links.get(tier).zip(tiers.get(tier + 1)) else { break };
            for at in 0..*links {
                large.from.push(start + dice(*count));
                large.to.push(start + count + at % next);
                // A few are large and most are small.
                large.weights.push(1e12 / f64::from(1 + dice(10_000)));
            }
            start += count;
        }
        large
    }

    /// The published graph, where it is.
    fn published() -> Option<Self> {
        let path = place::data()?.join("fund-flows/jp-rs-fund-flow-2024/sankey-svg-2024-graph.json.gz");
        let text = unzip_file("graph", fs::read(path).ok()?).ok()?;
        let graph: Value = serde_json::from_slice(&text).ok()?;
        let tiers = ["total", "ministry", "project-budget", "project-spending", "recipient"];
        let mut large = Self {
            name: "jp-rs-fund-flow-2024".into(),
            columns: Vec::new(),
            from: Vec::new(),
            to: Vec::new(),
            weights: Vec::new(),
        };
        let mut places = BTreeMap::new();
        for (at, node) in graph["nodes"].as_array()?.iter().enumerate() {
            large.columns.push(tiers.iter().position(|tier| *tier == node["type"])? as u32);
            places.insert(node["id"].as_str()?, at as u32);
        }
        for edge in graph["edges"].as_array()? {
            large.from.push(*places.get(edge["source"].as_str()?)?);
            large.to.push(*places.get(edge["target"].as_str()?)?);
            large.weights.push(edge["value"].as_f64()?);
        }
        Some(large)
    }
}

/// Measures the layout of a large graph, alone and with its picture.
pub fn run_layout(rounds: usize) -> Part {
    let mut part = Part { title: "Flows: a large graph to a picture, 960 by 600".into(), ..Part::default() };
    let module = std::env::var_os("DAYLIGHT_BENCH").map_or_else(|| place::target().join("bench/module"), Into::into);
    let glue = "daylight_bench.js";
    let is_there = fs::read_to_string(module.join(glue)).is_ok_and(|text| text.contains("bench_flow"));
    let files = match page() {
        Ok(files) if is_there => files,
        Ok(_) => {
            part.left_out.push(format!("there is no {} with flows", module.join(glue).display()));
            return part;
        }
        Err(reason) => {
            part.left_out.push(reason);
            return part;
        }
    };
    let server = PageServer::start([]);
    for (name, bytes) in files {
        let mime = if name.ends_with("html") {
            "text/html"
        } else if name.ends_with("css") {
            "text/css"
        } else {
            "text/javascript"
        };
        server.reply(&format!("/{name}"), Reply::new(mime, bytes));
    }
    server.reply("/daylight/daylight.js", Reply::new("text/javascript", ""));
    server.mount("/module", &module);
    let published = Large::published();
    if published.is_none() {
        part.left_out.push("jp-rs-fund-flow-2024 is not on this machine".into());
    }
    let browser = Browser::chromium();
    part.note = format!(
        "from arrays of numbers: what has no room is merged, ordered, placed; then drawn as SVG; by the clock; {rounds} rounds; {}",
        browser.version()
    );
    browser.resize(1280, 900);
    browser.go(&server.url("/flows/index.html"));
    browser.wait_until("window.lay");
    for large in [Some(Large::made()), published].into_iter().flatten() {
        let load = format!(
            "const [columns, from, to, weights, done] = arguments;
             import('/module/{glue}').then(async glue => {{
               await glue.default();
               window.glue = glue;
               const numbers = list => Uint32Array.from(list);
               window.large = {{ columns: numbers(columns), from: numbers(from), to: numbers(to), weights: Float64Array.from(weights) }};
             }}).then(() => done(''), fault => done(String(fault)))"
        );
        let arguments = [json!(large.columns), json!(large.from), json!(large.to), json!(large.weights)];
        let loaded = browser.session().script_async(&load, &arguments).expect("the page loads the module");
        assert_eq!(loaded, "");
        let (mut laid, mut drawn) = (Vec::new(), Vec::new());
        let mut size = String::new();
        for round in 0..=rounds {
            let run = "const [done] = arguments; clear().then(() => lay(glue, large)).then(done, fault => done(String(fault)))";
            let ran = browser.session().script_async(run, &[]).expect("the page lays it out");
            let number = |key: &str| ran[key].as_f64().unwrap_or_else(|| panic!("{ran}"));
            eprintln!("flows: {}, round {round}: {ran}", large.name);
            size = format!(
                "{} nodes and {} links to {} and {}",
                large.columns.len(),
                large.from.len(),
                ran["boxes"],
                ran["ribbons"]
            );
            if round > 0 {
                laid.push(number("laid"));
                drawn.push(number("drawn"));
            }
        }
        part.rows.push(Row::new(format!("{}, {size}, layout", large.name), "ms", laid));
        let row = Row::new(format!("{}, {size}, with the picture", large.name), "ms", drawn);
        let actual = row.median;
        part.rows.push(row.promising("ms at most", LAYOUT_MS, actual));
    }
    browser.assert_console_empty();
    part
}
