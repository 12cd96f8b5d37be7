//! `daylight render`: a package and a wish in, what stands for the element without a script out: its fallback as HTML, its picture
//! as a file, what a page's head says of it, and a sheet to be printed.

mod card;
mod consultation;
mod funds;
mod head;
mod image;
mod pair;
mod results;
mod sheet;

use crate::fault::Fault;
use crate::issue::{line, refusal};
use crate::language::Language;
use crate::load::{Loaded, is_unread};
use crate::source::Source;
use crate::tables::place_tables;
use clap::{Args as ClapArgs, ValueEnum};
use daylight_core::address::is_harmless;
use daylight_core::figure::budget::{BudgetFigure, View, Wish, place_budget};
use daylight_core::figure::linked::{Linked, place_linked};
use daylight_core::figure::svg::{FILE_WIDTH_PX, SvgOptions, Use, write_svg};
use daylight_core::ingest::Selection;
use daylight_core::ingest::read_links;
use daylight_core::model::Model;
use daylight_core::words::Words;
use daylight_widgets::chart::put_chart;
use daylight_widgets::fallback;
use daylight_widgets::registry::{Holds, WIDGETS, Widget};
use head::Head;
use image::Fonts;
use pair::Pair;
use std::fs;
use std::io::{IsTerminal, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use url::Url;

/// Write what an element shows: as HTML for the page that holds it, as a picture, or as what the page's head says of it.
///
/// Ends with 0 where it was written, with 1 where the data has errors, so that no total would be right, with 2 where it cannot
/// be read or a wish is not known.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// The element: budget, funds or results.
    #[arg(long)]
    widget: String,
    /// The data's address on the page, for the plain links to it.
    #[arg(long, value_name = "ADDRESS", value_parser = read_address)]
    src: Option<String>,
    /// Of a budget: treemap (the picture with its table), table, outturn (budget against outturn), years, panels (each part over the
    /// years), hundred (what of every hundred goes where), debt, tables (statutory tables as they are printed), highlights, balance
    /// (what comes in beside what goes out). Of funds: place, flow, tiers, projects, recipients. Of results: overview, goal, findings,
    /// evaluations.
    #[arg(long, default_value = "")]
    view: String,
    /// What to divide by: functional, administrative, economic, geo, or a column's header.
    #[arg(long, default_value = "")]
    dimension: String,
    /// Where to stand: codes from the top down, joined by "/".
    #[arg(long = "path", value_name = "CODES", default_value = "")]
    at: String,
    /// The fiscal year.
    #[arg(long, default_value = "")]
    year: String,
    /// Stage of the budget cycle, such as approved.
    #[arg(long, default_value = "")]
    phase: String,
    /// Expenditure or revenue.
    #[arg(long, default_value = "")]
    direction: String,
    /// Unit of display, such as million.
    #[arg(long, default_value = "")]
    unit: String,
    /// In views that compare: per-head, real (in the prices of one year) or real-per-head.
    #[arg(long, default_value = "")]
    basis: String,
    /// Of funds, a sheet to be printed instead of what stands inside the element: notice, the notice of a project for the board of
    /// a village, which needs --project.
    #[arg(long, value_enum, conflicts_with = "format")]
    sheet: Option<SheetWord>,
    /// Of funds, the project, by its id.
    #[arg(long, value_name = "ID", default_value = "")]
    project: String,
    /// Of funds, the fund, by its id.
    #[arg(long, value_name = "ID", default_value = "")]
    fund: String,
    /// Of results, the kind of promises, an id of the profile such as livelihood.
    #[arg(long, value_name = "ID", default_value = "")]
    kind: String,
    /// Of results, the status of promises or the state of findings, such as late or not-done.
    #[arg(long, value_name = "WORD", default_value = "")]
    status: String,
    /// Of results, an Atom feed of what is new instead of what stands inside the element; needs --page.
    #[arg(long, conflicts_with_all = ["format", "sheet"])]
    feed: bool,
    /// Of a sheet or a feed, the name of the element's deep link on --page, to which it leads, where it is not called as the element.
    #[arg(long, value_name = "NAME")]
    deep_link: Option<String>,
    #[command(flatten)]
    lang: Language,
    /// Level of the title's heading.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=6))]
    heading_level: u8,
    /// Write every character outside ASCII as a reference, for pages in other encodings.
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    pair: Pair,
    #[command(flatten)]
    head: Head,
    /// A folder of fonts for PNG images, instead of those of the system.
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,
    /// Where to write it, if not to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SheetWord {
    Notice,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// What stands inside the element.
    Html,
    /// The picture alone.
    Svg,
    /// The card that other sites show beside a link: title, total, picture, source and date on 1200 by 630 pixels.
    Png,
    /// `<meta>` and `<link>` for the head of the page; needs --page.
    Meta,
    /// The page's oEmbed answer, as JSON; needs --page and --src.
    Oembed,
}

impl Args {
    /// The name of the element's deep link.
    fn deep_link_or<'a>(&'a self, usual: &'a str) -> &'a str {
        self.deep_link.as_deref().unwrap_or(usual)
    }
}

pub fn run(args: &Args) -> ExitCode {
    match render(args).and_then(|bytes| put(args, &bytes)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refusal { code, messages }) => {
            messages.iter().for_each(|message| eprintln!("{message}"));
            ExitCode::from(code)
        }
    }
}

fn put(args: &Args, bytes: &[u8]) -> Result<(), Refusal> {
    match &args.out {
        Some(file) => fs::write(file, bytes)
            .map_err(|fault| Refusal::of(Fault::system(file.display(), &fault).say(&args.lang.words()))),
        None if args.format == Format::Png && stdout().is_terminal() => {
            Err(Refusal::of(args.lang.words().text("fault.terminal").to_owned()))
        }
        None => {
            crate::print_bytes(bytes);
            Ok(())
        }
    }
}

/// Why nothing was written.
pub struct Refusal {
    /// 1 for errors in the data, 2 for what cannot be read or is not known.
    pub code: u8,
    /// What is wrong, a line each.
    pub messages: Vec<String>,
}

impl Refusal {
    /// For what cannot be read, written or done.
    fn of(message: String) -> Self {
        Self { code: 2, messages: vec![message] }
    }
}

/// An address for links: it may be relative; where a page would take it leads by the rule that holds for links from data.
fn read_address(text: &str) -> Result<String, String> {
    let page = Url::parse("https://page.example/").map_err(|fault| fault.to_string())?;
    let address = page.join(text).map_err(|fault| fault.to_string())?;
    let harmless = is_harmless(address.as_str()).then(|| text.to_owned());
    harmless.ok_or_else(|| "a link is a path or an address that begins with https:// or http://".to_owned())
}

/// Facts that have been added up without an error, and the words to tell them in.
struct Told {
    loaded: Loaded,
    model: Model,
    words: Words,
}

impl Told {
    fn read(args: &Args) -> Result<Self, Refusal> {
        let words = args.lang.words();
        let refused = |code, messages| Refusal { code, messages };
        let loaded = args.source.load().map_err(|issue| refused(2, vec![line(&issue, &words)]))?;
        let (model, report) = loaded.check(&Selection::usual(&loaded.package));
        if !report.is_ok() {
            let code = if report.issues.iter().any(is_unread) { 2 } else { 1 };
            return Err(refused(code, refusal(&report, &words)));
        }
        Ok(Self { loaded, model, words })
    }

    fn place(&self, wish: &Wish) -> Result<BudgetFigure, Refusal> {
        let Self { loaded, model, words } = self;
        let mut figure = match wish.view.is_of_set() {
            true => place_tables(loaded, model, wish, words),
            false => place_budget(model, wish, words, &loaded.profile),
        };
        put_chart(&mut figure, &self.words);
        let messages: Vec<_> = figure.refused.iter().map(|refusal| refusal.for_author(&self.words)).collect();
        if messages.is_empty() { Ok(figure) } else { Err(Refusal { code: 2, messages }) }
    }
}

/// What an element shows, as the bytes of a file.
///
/// # Errors
/// Where the data cannot be read or has errors, or the wish is not known, or a file cannot be written or drawn.
pub fn render(args: &Args) -> Result<Vec<u8>, Refusal> {
    let Some(widget) = Widget::find(&args.widget) else {
        let known: Vec<&str> = WIDGETS.iter().map(|widget| widget.id).collect();
        let fault = Fault::new(&args.widget, "fault.widget").with("allowed", known.join(", "));
        return Err(Refusal::of(fault.say(&args.lang.words())));
    };
    known_view(widget, args)?;
    if widget.id == "funds" {
        return funds::render(args).map(|out| if args.ascii { in_ascii(&out) } else { out }.into_bytes());
    }
    if args.sheet.is_some() {
        return Err(Refusal::of(args.lang.words().text("fault.sheet").to_owned()));
    }
    if widget.id == "results" {
        return results::render(args).map(|out| if args.ascii { in_ascii(&out) } else { out }.into_bytes());
    }
    if args.feed {
        return Err(Refusal::of(args.lang.words().text("fault.feed").to_owned()));
    }
    if widget.id == "consultation" {
        return consultation::render(args).map(|out| if args.ascii { in_ascii(&out) } else { out }.into_bytes());
    }
    let told = Told::read(args)?;
    let out = match args.format {
        Format::Html => html(args, &told)?,
        Format::Svg => {
            let figure = told.place(&Wish { width_px: FILE_WIDTH_PX, ..wish(args) })?;
            write_svg(&figure, SvgOptions { use_as: Use::File, ..SvgOptions::default() }) + "\n"
        }
        Format::Png => {
            let figure = told.place(&card::wish(wish(args)))?;
            let card = card::write(&figure, &told.words, &told.loaded.profile);
            return Fonts::load(args.fonts.as_deref()).and_then(|fonts| fonts.draw(&card, 1)).map_err(Refusal::of);
        }
        Format::Meta => args.head.meta(&told.place(&wish(args))?).map_err(Refusal::of)?,
        Format::Oembed => {
            args.head.oembed(&told.place(&wish(args))?, widget, &attributes(args)).map_err(Refusal::of)?
        }
    };
    Ok(if args.ascii { in_ascii(&out) } else { out }.into_bytes())
}

/// Whether the element has the view that is asked for.
fn known_view(widget: &Widget, args: &Args) -> Result<(), Refusal> {
    let views = widget.attributes().find(|attribute| attribute.name == "view").map(|attribute| attribute.holds);
    let Some(Holds::OneOf(views)) = views else { return Ok(()) };
    if args.view.is_empty() || views.contains(&args.view.as_str()) {
        return Ok(());
    }
    let values = [("attribute", "view"), ("value", args.view.as_str()), ("allowed", &views.join(", "))];
    Err(Refusal::of(args.lang.words().fill("state.value-unknown", &values)))
}

/// Addresses of the data beside `--src`: the descriptor or the lone table first.
fn files<'a>(src: Option<&str>, paths: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let Some(src) = src else { return Vec::new() };
    let folder = src.rfind('/').map_or("", |at| &src[..=at]);
    let beside = paths.into_iter().filter(|_| src.ends_with(".json")).map(|path| [folder, path].concat());
    [src.to_owned()].into_iter().chain(beside).collect()
}

fn wish(args: &Args) -> Wish {
    Wish {
        lang: args.lang.tag.clone(),
        view: View::from_word(&args.view),
        dimension: args.dimension.clone(),
        path: args.at.clone(),
        year: args.year.clone(),
        phase: args.phase.clone(),
        direction: args.direction.clone(),
        unit: args.unit.clone(),
        basis: args.basis.clone(),
        least_px: 24,
        font_px: 16,
        ..Wish::default()
    }
}

/// The attributes of the element that shows the same.
fn attributes(args: &Args) -> Vec<(&'static str, &str)> {
    let pairs = [
        ("src", args.src.as_deref().unwrap_or_default()),
        ("lang", &args.lang.tag),
        ("view", View::from_word(&args.view).unless_usual()),
        ("dimension", &args.dimension),
        ("path", &args.at),
        ("year", &args.year),
        ("phase", &args.phase),
        ("direction", &args.direction),
        ("unit", &args.unit),
        ("basis", &args.basis),
    ];
    pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// What stands inside the element.
fn html(args: &Args, told: &Told) -> Result<String, Refusal> {
    let (width_px, height_px) = fallback::PICTURE_PX;
    let figure = told.place(&Wish { width_px, height_px, ..wish(args) })?;
    let files = files(args.src.as_deref(), told.loaded.package.paths());
    let images = args.pair.write(args, told)?;
    let linked = linked(told, &figure);
    let html =
        fallback::render_budget(&told.words, &figure, images.as_ref(), linked.as_ref(), args.heading_level, &files);
    Ok(html + "\n")
}

/// What other packages have of the lines that are shown.
fn linked(told: &Told, figure: &BudgetFigure) -> Option<Linked> {
    let (links, _) = read_links(&told.loaded.package, &told.loaded.descriptor, &told.loaded.files);
    let paths = figure.table.rows.iter().map(|row| row.path.as_str()).chain([figure.granted.path.as_str()]);
    let mut rows: Vec<u32> = paths.flat_map(|path| links.of_path(path)).map(|link| link.row).collect();
    rows.sort_unstable();
    place_linked(links.all().iter().filter(|link| rows.binary_search(&link.row).is_ok()), None, &told.words)
}

/// HTML and SVG with references for what is not ASCII: the same to a parser, safe in a page of any encoding.
fn in_ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii() {
            out.push(char);
        } else {
            out.push_str(&format!("&#{};", u32::from(char)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{in_ascii, read_address};

    #[test]
    fn ascii_keeps_the_meaning() {
        assert_eq!(in_ascii("a教<b>"), "a&#25945;<b>");
    }

    #[test]
    fn a_link_runs_nothing() {
        for address in ["/data/b/datapackage.json", "b.csv", "../预算.csv", "?file=b.csv", "https://a.example/b.csv"]
        {
            assert_eq!(read_address(address).as_deref(), Ok(address));
        }
        for address in
            ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc"]
        {
            assert!(read_address(address).is_err(), "{address}");
        }
    }
}
