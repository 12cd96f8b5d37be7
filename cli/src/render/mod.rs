//! `daylight render`: a package and a wish in, the element's fallback as HTML or its picture as SVG out.

use crate::issue::{line, refusal};
use crate::language::Language;
use crate::load::is_unread;
use crate::source::Source;
use clap::{Args as ClapArgs, ValueEnum};
use daylight_core::figure::budget::{BudgetFigure, View, Wish, is_harmless, place_budget};
use daylight_core::figure::svg::{FILE_WIDTH_PX, SvgOptions, Use, write_svg};
use daylight_core::ingest::Selection;
use daylight_core::words::Words;
use daylight_widgets::fallback;
use daylight_widgets::registry::{WIDGETS, Widget};
use std::process::ExitCode;
use url::Url;

/// Write what an element shows, as HTML for the page that holds it, or as SVG.
///
/// Ends with 0 where it was written, with 1 where the data has errors, so that no total would be right, with 2 where it cannot
/// be read or a wish is not known.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// The element: budget.
    #[arg(long)]
    widget: String,
    /// The data's address on the page, for the plain links to it.
    #[arg(long, value_name = "ADDRESS", value_parser = read_address)]
    src: Option<String>,
    /// The picture with its table, or the table alone.
    #[arg(long, value_enum, default_value_t = ViewWord::Treemap)]
    view: ViewWord,
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
    /// Unit of display, such as wan-yuan.
    #[arg(long, default_value = "")]
    unit: String,
    #[command(flatten)]
    lang: Language,
    /// Level of the title's heading.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=6))]
    heading_level: u8,
    /// Write every character outside ASCII as a reference, for pages in other encodings.
    #[arg(long)]
    ascii: bool,
    /// HTML for inside the element, or the picture alone.
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum ViewWord {
    Treemap,
    Table,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Svg,
}

pub fn run(args: Args) -> ExitCode {
    match render(&args) {
        Ok(out) => {
            crate::print(&out);
            ExitCode::SUCCESS
        }
        Err(Refusal { code, messages }) => {
            messages.iter().for_each(|message| eprintln!("{message}"));
            ExitCode::from(code)
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

/// An address for links: it may be relative; where a page would take it leads by the rule that holds for links from data.
fn read_address(text: &str) -> Result<String, String> {
    let page = Url::parse("https://page.example/").map_err(|fault| fault.to_string())?;
    let address = page.join(text).map_err(|fault| fault.to_string())?;
    let harmless = is_harmless(address.as_str()).then(|| text.to_owned());
    harmless.ok_or_else(|| "a link is a path or an address that begins with https:// or http://".to_owned())
}

/// What an element shows, as text.
///
/// # Errors
/// Where the data cannot be read or has errors, or the wish is not known.
pub fn render(args: &Args) -> Result<String, Refusal> {
    let words = args.lang.words();
    let refused = |code, messages| Refusal { code, messages };
    if Widget::find(&args.widget).is_none() {
        let known: Vec<&str> = WIDGETS.iter().map(|widget| widget.id).collect();
        return Err(refused(2, vec![format!("no widget “{}”. Allowed: {}", args.widget, known.join(", "))]));
    }
    let loaded = args.source.load().map_err(|issue| refused(2, vec![line(&issue, &words)]))?;
    let (model, report) = loaded.check(&Selection::usual(&loaded.package));
    if !report.is_ok() {
        let code = if report.issues.iter().any(is_unread) { 2 } else { 1 };
        return Err(refused(code, refusal(&report, &words)));
    }
    let figure = place_budget(&model, &wish(args), &words, &loaded.profile);
    if !figure.refused.is_empty() {
        return Err(refused(2, figure.refused.iter().map(|refusal| refusal.for_author(&words)).collect()));
    }
    let out = write(args, &figure, &words, &loaded.package.paths());
    Ok(if args.ascii { in_ascii(&out) } else { out })
}

/// The wish, with the size at which the picture is drawn.
fn wish(args: &Args) -> Wish {
    let (width_px, height_px) = match args.format {
        Format::Html => fallback::PICTURE_PX,
        Format::Svg => (FILE_WIDTH_PX, 0),
    };
    Wish {
        lang: args.lang.tag.clone(),
        view: if matches!(args.view, ViewWord::Table) { View::Table } else { View::Treemap },
        dimension: args.dimension.clone(),
        path: args.at.clone(),
        year: args.year.clone(),
        phase: args.phase.clone(),
        direction: args.direction.clone(),
        unit: args.unit.clone(),
        width_px,
        height_px,
        least_px: 24,
        font_px: 16,
        ..Wish::default()
    }
}

fn write(args: &Args, figure: &BudgetFigure, words: &Words, paths: &[&str]) -> String {
    if args.format == Format::Svg {
        return write_svg(figure, SvgOptions { use_as: Use::File, ..SvgOptions::default() }) + "\n";
    }
    let mut files = Vec::new();
    if let Some(src) = &args.src {
        let folder = src.rfind('/').map_or("", |at| &src[..=at]);
        files.push(src.clone());
        if src.ends_with(".json") {
            files.extend(paths.iter().map(|path| [folder, path].concat()));
        }
    }
    fallback::render_budget(words, figure, args.heading_level, &files) + "\n"
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
