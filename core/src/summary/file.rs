//! A summary as a file: a model in, JSON out, and back; text that is no such file is refused.
//!
//! A publisher puts the file beside the package, so that a first picture needs neither the rows nor what reads them. It is
//! believed only until the rows have been added up again: whoever draws from it compares.

use crate::json::{self, Node, Value, Writer};
use crate::model::{About, Axis, AxisId, Builder, Contact, Dimension, Kind, Model, Source, build_model};
use crate::money::Amount;
use daylight_scan::{Symbol, Symbols};

/// The member that says what the file is, and its form.
const MARK: (&str, &str) = ("daylight:summary", "1");

/// A model that was written down, and where its rows are.
#[derive(Debug, Default)]
pub struct SummaryFile {
    /// The believed facts.
    pub model: Model,
    /// The package's files with rows and code lists, as the descriptor names them.
    pub paths: Vec<String>,
}

/// What a package says of itself in one line each.
type Line = (&'static str, fn(&mut About) -> &mut Option<String>);

const LINES: [Line; 7] = [
    ("language", |about| &mut about.language),
    ("country", |about| &mut about.country),
    ("profile", |about| &mut about.profile),
    ("status", |about| &mut about.status),
    ("as-of", |about| &mut about.as_of),
    ("published", |about| &mut about.published),
    ("version", |about| &mut about.version),
];

/// Writes a model down, with the paths of the files that it was added up from.
pub fn write_summary(model: &Model, paths: &[&str]) -> String {
    let mut out = Writer::default();
    out.open('{').key(MARK.0).raw(MARK.1);
    out.key("paths").open('[');
    for path in paths {
        out.text(path);
    }
    out.close(']').key("about");
    write_about(&mut out, &model.about);
    out.key("axes").open('[');
    for axis in &model.axes {
        out.open('{').key("kind").text(axis.kind.word().unwrap_or("")).key("level").integer(axis.level);
        out.key("header").text(&axis.header).key("codes").open('[');
        for symbol in axis.codes.iter().skip(1) {
            out.text(axis.code(symbol));
        }
        out.close(']').key("labels").open('{');
        for (language, labels) in &axis.labels {
            out.key(language).open('[');
            for label in labels {
                out.text(label);
            }
            out.close(']');
        }
        out.close('}').close('}');
    }
    out.close(']').key("dimensions").open('[');
    for dimension in &model.dimensions {
        out.open('{').key("kind").text(dimension.kind.word().unwrap_or("")).key("name").text(&dimension.name);
        out.key("titles");
        write_texts(&mut out, &dimension.titles);
        out.key("axes").open('[');
        for axis in &dimension.axes {
            out.raw(&axis.0.to_string());
        }
        out.close(']').close('}');
    }
    out.close(']').key("rows").raw(&model.rows.to_string()).key("facts").open('[');
    for fact in model.facts() {
        for symbol in fact.key {
            out.integer(symbol.0);
        }
        out.raw(&fact.amount.minor().to_string()).integer(fact.count);
    }
    out.close(']').close('}').finish()
}

fn write_about(out: &mut Writer, about: &About) {
    out.open('{').key("name").text(&about.name);
    for (key, texts) in [
        ("titles", &about.titles),
        ("descriptions", &about.descriptions),
        ("publisher", &about.publisher),
        ("licence", &about.licence),
    ] {
        write_texts(out.key(key), texts);
    }
    let mut lines = about.clone();
    for (key, line) in LINES {
        if let Some(text) = line(&mut lines) {
            out.key(key).text(text);
        }
    }
    if let Some(Contact { title, email, phone, path }) = &about.contact {
        out.key("contact").open('{').key("title").text(title);
        for (key, text) in [("email", email), ("phone", phone), ("path", path)] {
            if let Some(text) = text {
                out.key(key).text(text);
            }
        }
        out.close('}');
    }
    out.key("sources").open('[');
    for source in &about.sources {
        write_texts(out.open('{').key("title"), &source.titles);
        if let Some(path) = &source.path {
            out.key("path").text(path);
        }
        out.close('}');
    }
    out.close(']').key("illustrative").raw(if about.illustrative { "true" } else { "false" }).close('}');
}

fn write_texts(out: &mut Writer, texts: &[(String, String)]) {
    out.open('{');
    for (language, text) in texts {
        out.key(language).text(text);
    }
    out.close('}');
}

/// Reads a summary; `None` where the text is not one that this version writes.
pub fn read_summary(text: &str) -> Option<SummaryFile> {
    let root = json::read(text).ok()?;
    if root.get(MARK.0)?.plain()? != MARK.1 {
        return None;
    }
    let axes = root.get("axes")?.list().iter().map(read_axis).collect::<Option<Vec<Axis>>>()?;
    let dimensions = root.get("dimensions")?.list().iter();
    let dimensions = dimensions.map(|node| read_dimension(node, axes.len())).collect::<Option<Vec<Dimension>>>()?;
    let mut facts = Builder::new(axes.len());
    let mut key = vec![Symbol::BLANK; axes.len()];
    for fact in root.get("facts")?.list().chunks(axes.len() + 2) {
        let [codes @ .., amount, count] = fact else { return None };
        for ((part, axis), code) in key.iter_mut().zip(&axes).zip(codes) {
            *part = Symbol(number(code).filter(|number| (*number as usize) < axis.codes.len())? as u32);
        }
        facts.add_sum(&key, read_amount(amount)?, u32::try_from(number(count)?).ok()?);
    }
    let rows = number(root.get("rows")?)?;
    let paths = root.get("paths")?.list().iter().filter_map(Node::text).map(str::to_owned).collect();
    Some(SummaryFile { model: build_model(read_about(root.get("about")?), axes, dimensions, rows, facts), paths })
}

fn number(node: &Node) -> Option<u64> {
    u64::try_from(node.integer()?).ok()
}

/// Minor units, which may need more than 64 bits.
fn read_amount(node: &Node) -> Option<Amount> {
    let Value::Number(text) = &node.value else { return None };
    let digits = text.trim_start_matches('-');
    // One digit less than 128 bits hold.
    if digits.len() > 37 {
        return None;
    }
    let mut minor = 0_i128;
    for digit in digits.chars() {
        minor = minor * 10 + i128::from(digit.to_digit(10)?);
    }
    Some(Amount::from_minor(if digits.len() < text.len() { -minor } else { minor }))
}

fn read_axis(node: &Node) -> Option<Axis> {
    let mut codes = Symbols::default();
    for code in node.get("codes")?.list() {
        codes.intern(code.text()?.as_bytes());
    }
    let labels = node.get("labels")?.members().iter().map(|(language, labels)| {
        let labels = labels.list().iter().map(|label| label.text().unwrap_or("").to_owned());
        (language.clone(), labels.collect())
    });
    Some(Axis {
        kind: Kind::from_word(node.text_of("kind")?),
        level: number(node.get("level")?)? as u8,
        header: node.text_of("header")?.to_owned(),
        labels: labels.collect(),
        codes,
    })
}

fn read_dimension(node: &Node, axes: usize) -> Option<Dimension> {
    let ids = node.get("axes")?.list().iter().map(|id| number(id).filter(|id| *id < axes as u64));
    Some(Dimension {
        kind: Kind::from_word(node.text_of("kind")?),
        name: node.text_of("name")?.to_owned(),
        titles: texts(node.get("titles")),
        axes: ids.map(|id| Some(AxisId(id? as usize))).collect::<Option<_>>()?,
    })
}

/// Texts by language; what was written before its translations were kept is one text.
fn texts(node: Option<&Node>) -> Vec<(String, String)> {
    if let Some(text) = node.and_then(Node::text) {
        return vec![(String::new(), text.to_owned())];
    }
    let members = node.map(Node::members).unwrap_or_default();
    members.iter().filter_map(|(language, text)| Some((language.clone(), text.text()?.to_owned()))).collect()
}

fn read_about(node: &Node) -> About {
    let text = |node: &Node, key: &str| node.text_of(key).map(str::to_owned);
    let mut about = About {
        name: text(node, "name").unwrap_or_default(),
        titles: texts(node.get("titles")),
        descriptions: texts(node.get("descriptions")),
        publisher: texts(node.get("publisher")),
        licence: texts(node.get("licence")),
        contact: node.get("contact").map(|node| Contact {
            title: text(node, "title").unwrap_or_default(),
            email: text(node, "email"),
            phone: text(node, "phone"),
            path: text(node, "path"),
        }),
        illustrative: node.get("illustrative").and_then(Node::truth).unwrap_or(false),
        ..About::default()
    };
    let sources = node.get("sources").map(Node::list).unwrap_or_default();
    about
        .sources
        .extend(sources.iter().map(|node| Source { titles: texts(node.get("title")), path: text(node, "path") }));
    for (key, line) in LINES {
        *line(&mut about) = text(node, key);
    }
    about
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::budget::sketch::Sketch;

    fn model() -> Model {
        let about = About {
            name: "a".into(),
            titles: vec![(String::new(), "A \"title\"\n".into()), ("zh-Hans".into(), "题".into())],
            status: Some("approved".into()),
            contact: Some(Contact { title: "Office".into(), email: Some("a@b.example".into()), ..Contact::default() }),
            publisher: vec![("en".into(), "Finance Bureau".into()), ("zh-Hans".into(), "财政局".into())],
            licence: vec![(String::new(), "CC0".into())],
            sources: vec![Source {
                titles: vec![(String::new(), "Law".into()), ("zh-Hans".into(), "法".into())],
                path: None,
            }],
            illustrative: true,
            ..About::default()
        };
        let levels: [&[(&str, &str, &str)]; 2] = [&[("1", "One", "一")], &[("11", "Eleven", "十一"), ("12", "", "")]];
        Sketch::new().dimension(Kind::Functional, &levels).key(Kind::Year).about(about).rows(
            "1,11,2024,9014118346046923173168730371588410572
             1,12,2024,-5
             1,12,2025,0
             1,12,2025,7",
        )
    }

    #[test]
    fn a_model_reads_back_as_it_was_written() {
        let model = model();
        let text = write_summary(&model, &["a.csv", "b.csv"]);
        let read = read_summary(&text).expect("a summary");
        assert_eq!(write_summary(&read.model, &["a.csv", "b.csv"]), text);
        assert_eq!(read.paths, ["a.csv", "b.csv"]);
        assert!(read.model.is_same_as(&model));
        assert_eq!(format!("{:?}", read.model.about), format!("{:?}", model.about));
    }

    /// Publishers keep the files that they have.
    #[test]
    fn a_file_with_one_text_where_there_are_now_texts_by_language_is_read() {
        let text = r#"{"daylight:summary":1,"paths":["a.csv"],"about":{"name":"a","titles":{"":"A"},"descriptions":{},
            "publisher":"Bureau","licence":"CC0","sources":[{"title":"Law","path":"https://example.org"}],"illustrative":false},
            "axes":[],"dimensions":[],"rows":1,"facts":[5,1]}"#;
        let about = read_summary(text).expect("a summary").model.about;
        let one = |text: &str| vec![(String::new(), text.to_owned())];
        assert_eq!((about.publisher, about.licence), (one("Bureau"), one("CC0")));
        assert_eq!(about.sources, [Source { titles: one("Law"), path: Some("https://example.org".into()) }]);
    }

    #[test]
    fn a_changed_amount_makes_another_model() {
        let text = write_summary(&model(), &[]);
        let other = read_summary(&text.replace(",-5,1", ",-6,1")).expect("a summary");
        assert!(!other.model.is_same_as(&model()));
    }

    #[test]
    fn what_is_no_summary_is_refused() {
        let text = write_summary(&model(), &[]);
        let broken = [
            "{}".to_owned(),
            text.replace("\"daylight:summary\":1", "\"daylight:summary\":2"),
            text.replace("\"facts\":[1,", "\"facts\":[9,"),
            text.replace("\"facts\":[", "\"facts\":[1,"),
            text.replace("\"axes\":[0,1]", "\"axes\":[0,7]"),
        ];
        for text in broken {
            assert!(read_summary(&text).is_none(), "{text}");
        }
    }
}
