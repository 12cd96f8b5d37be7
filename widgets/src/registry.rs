//! Every element that there is, as data: what `daylight manifest` prints, what the loader observes, what tests walk. A new
//! element is a folder beside this file and a line in [`WIDGETS`].

/// An element's contract.
#[derive(Clone, Copy, Debug)]
pub struct Widget {
    /// The word of `daylight render --widget` and of `data-daylight`.
    pub id: &'static str,
    /// Its tag.
    pub tag: &'static str,
    /// The name of its class in TypeScript.
    pub class: &'static str,
    /// What it shows, in one line.
    pub about: &'static str,
    /// Its attributes; each is a property too, in camel case.
    pub attributes: &'static [&'static [Attribute]],
    /// Its properties that are no attributes.
    pub fields: &'static [Field],
    /// Its methods.
    pub methods: &'static [Method],
    /// Its events.
    pub events: &'static [Event],
    /// The `::part` names of its shadow root.
    pub parts: &'static [Named],
    /// The custom properties that it reads.
    pub custom_properties: &'static [Named],
}

/// An attribute.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// What it may hold.
    pub holds: Holds,
    /// What holds without it.
    pub default: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// What an attribute may hold.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// Any text; the word says of what kind.
    Text(&'static str),
    /// One of some words.
    OneOf(&'static [&'static str]),
}

/// A property that is no attribute.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its type in TypeScript.
    pub kind: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// A method. All of them return promises.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its parameters in TypeScript.
    pub takes: &'static str,
    /// What its promise holds, in TypeScript.
    pub gives: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// An event: bubbling and composed.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// Its name.
    pub name: &'static str,
    /// The type of its `detail` in TypeScript.
    pub detail: &'static str,
    /// Whether the page can refuse.
    pub cancelable: bool,
    /// When it comes.
    pub about: &'static str,
}

/// Something with a name.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
}

const fn text(name: &'static str, kind: &'static str, default: &'static str, about: &'static str) -> Attribute {
    Attribute { name, holds: Holds::Text(kind), default, about }
}

const fn one_of(
    name: &'static str,
    words: &'static [&'static str],
    default: &'static str,
    about: &'static str,
) -> Attribute {
    Attribute { name, holds: Holds::OneOf(words), default, about }
}

const fn named(name: &'static str, about: &'static str) -> Named {
    Named { name, about }
}

/// The views of a budget.
const BUDGET_VIEW: Attribute = one_of(
    "view",
    &["treemap", "table", "outturn", "years", "panels", "hundred", "debt", "tables", "highlights", "balance"],
    "treemap",
    "The picture with its table, the table alone, budget against outturn, years beside each other, each part over the years, what of every hundred goes where, debt beside its limit, statutory tables, sums that are shown separately, or what comes in beside what goes out.",
);

/// The views of funds.
const FUNDS_VIEW: Attribute = one_of(
    "view",
    &["place", "flow", "tiers", "projects", "recipients"],
    "place",
    "One place and its money, the way of the money as a picture, the balance of each tier, notices of projects, or groups of recipients.",
);

/// Where to stand in a budget.
const BUDGET_PATH: Attribute = text(
    "path",
    "codes joined by `/`",
    "the whole",
    "Where to stand: codes from the top down; of `tables` and `highlights`, the id of one.",
);

/// Where to stand among funds.
const FUNDS_PATH: Attribute =
    text("path", "unit's id", "none: the places to choose from", "The place that is told of.");

/// The views of results.
const RESULTS_VIEW: Attribute = one_of(
    "view",
    &["overview", "goal", "findings", "evaluations"],
    "overview",
    "How many promises are how far, one goal or task with its indicator, what audits found, or what others made of it.",
);

/// Where to stand among results.
const RESULTS_PATH: Attribute =
    text("path", "id", "none: all of them", "The plan, goal, task, indicator or finding that is told of.");

/// The views of a consultation.
const CONSULTATION_VIEW: Attribute = one_of(
    "view",
    &["draft", "list", "adoption", "status"],
    "draft",
    "What is asked, clause by clause, with a form; the comments that were published; what became of them; or what became of one's own, by its receipt.",
);

/// Where to stand in a draft.
const CONSULTATION_PATH: Attribute =
    text("path", "clause's id", "none: the whole draft", "The clause that is told of, and that a comment is about.");

/// What every element has, in the loader's order; views and ways to a place are an element's own.
const fn shared(view: Attribute, path: Attribute) -> [Attribute; 10] {
    [
        text(
            "src",
            "address",
            "none: the `data` property, or the table inside",
            "The data: a `datapackage.json` or a lone CSV file. Other origins need CORS.",
        ),
        text("lang", "language tag", "that of the composed ancestors", "Language of the words: `en` or `zh-Hans`."),
        view,
        text(
            "unit",
            "unit's id",
            "what suits the largest amount",
            "Unit of display, an id of the package's profile such as `million`; one that the language has a word for.",
        ),
        text(
            "version",
            "version's name",
            "the newest",
            "Freezes a version of a published package, as `?v=` in `src` does.",
        ),
        path,
        one_of(
            "theme",
            &["auto", "light", "dark", "contrast"],
            "auto",
            "Colours. `auto` is dark where the reader wants that and the page's `color-scheme` allows it.",
        ),
        one_of(
            "mode",
            &["auto", "elder"],
            "none",
            "`elder`: larger type and targets, the table first. `auto` follows `data-daylight-mode` on `<html>`.",
        ),
        one_of("heading-level", &["1", "2", "3", "4", "5", "6"], "2", "Level of the title's heading on the page."),
        text(
            "deep-link",
            "name",
            "none: off",
            "The key of the page's query that keeps where the reader stands. No two elements may share one.",
        ),
    ]
}

const SHARED: &[Attribute] = &shared(BUDGET_VIEW, BUDGET_PATH);
const FUNDS_SHARED: &[Attribute] = &shared(FUNDS_VIEW, FUNDS_PATH);

const RESULTS_SHARED: &[Attribute] = &shared(RESULTS_VIEW, RESULTS_PATH);

const CONSULTATION_SHARED: &[Attribute] = &shared(CONSULTATION_VIEW, CONSULTATION_PATH);

const CONSULTATION: &[Attribute] = &[
    text(
        "subject",
        "clause's id, or package and id",
        "the whole draft",
        "What a comment is about, where that is no clause: a package's name and an id in it, such as `village-funds p7`.",
    ),
    text(
        "voucher",
        "`PSEUDONYM.SECONDS.SIGNATURE`",
        "none",
        "What the portal vouches for a signed-in reader with, where the consultation asks for it; it holds for a short time.",
    ),
];

const CONSULTATION_EVENT: Event = Event {
    name: "daylight-submit",
    detail: "{ subject: string }",
    cancelable: true,
    about: "A comment is about to be sent; where the page refuses, it is not, and what was typed stays.",
};

const RESULTS: &[Attribute] = &[
    text("kind", "kind's id", "all", "The kind of promises, an id of the package's profile such as `livelihood`."),
    text(
        "status",
        "status or state",
        "all",
        "Promises that are `done`, `on-track`, `late` or `not-measurable`; findings that are `done`, `under-way` or `not-done`.",
    ),
];

const FUNDS: &[Attribute] = &[
    text("year", "year", "the latest", "The year; `all` for all of them."),
    text("fund", "fund's id", "all", "The fund."),
    text("project", "project's id", "none", "The project whose notice is shown, in the view `projects`."),
];

const BUDGET: &[Attribute] = &[
    text("year", "fiscal year", "the latest", "The fiscal year."),
    text(
        "phase",
        "phase's id",
        "the one that got farthest",
        "Stage of the budget cycle, an id of the package's profile such as `approved`.",
    ),
    text(
        "dimension",
        "dimension's name",
        "what the money is for",
        "What to divide by: `functional`, `administrative`, `economic`, `geo`, or a column's header.",
    ),
    text("direction", "direction's id", "expenditure", "`expenditure` or `revenue`, where the data has both."),
    text(
        "currency",
        "ISO 4217 code",
        "the one with the most rows",
        "The currency, where the data has several; they are never added.",
    ),
    one_of(
        "basis",
        &["nominal", "per-head", "real", "real-per-head"],
        "nominal",
        "In the views that compare, amounts as stated, per head, in the prices of one year, or both; needs `daylight:series`.",
    ),
];

const FIELDS: &[Field] = &[Field {
    name: "data",
    kind: "string | ArrayBuffer | Uint8Array | { descriptor: object | string, files: Record<string, string | ArrayBuffer | Uint8Array> } | undefined",
    about: "Data from a script instead of `src`: the text or bytes of a file, or a descriptor with its files by path.",
}];

const METHODS: &[Method] = &[
    Method { name: "exportCsv", takes: "", gives: "string", about: "The table shown as CSV, with exact amounts." },
    Method {
        name: "exportSvg",
        takes: "",
        gives: "string",
        about: "The picture as SVG, with source, status and date.",
    },
    Method {
        name: "navigate",
        takes: "path: string",
        gives: "string",
        about: "Goes to a path, as if the reader had; blank is the whole.",
    },
];

const EVENTS: &[Event] = &[
    Event {
        name: "daylight-ready",
        detail: "Record<string, never>",
        cancelable: false,
        about: "The element is shown and can be used.",
    },
    Event {
        name: "daylight-error",
        detail: "{ state: string, reason: string, file: string, message: string }",
        cancelable: false,
        about: "It cannot be shown; the children stay.",
    },
    Event {
        name: "daylight-navigate",
        detail: "{ path: string, from: string }",
        cancelable: true,
        about: "The reader wants to go to a path.",
    },
    Event {
        name: "daylight-select",
        detail: "{ path: string, label: string, amount: string, currency: string, words: string, share: string }",
        cancelable: false,
        about: "A part with nothing below it was chosen. `amount` is exact, as a decimal; `words` and `share` are for a reader.",
    },
    Event {
        name: "daylight-export",
        detail: "{ format: string, name: string, type: string, text: string }",
        cancelable: true,
        about: "A file was asked for; where the page refuses, nothing is downloaded.",
    },
];

const CONSULTATION_EVENTS: &[Event] = &[EVENTS[0], EVENTS[1], EVENTS[2], EVENTS[4], CONSULTATION_EVENT];

const PARTS: &[Named] = &[
    named("title", "the heading"),
    named("crumbs", "the way down"),
    named("controls", "search and switches"),
    named("picture", "the picture, a list"),
    named("cell", "a part of the picture, a button"),
    named("tip", "the words of the part that is pointed at, beneath the picture"),
    named("details", "what is known of the part that was chosen"),
    named("sentence", "the sentence"),
    named("source", "source, status, date and links"),
    named("table", "the table"),
    named("button", "every other button"),
    named("panel", "the sum, and link and embed code"),
];

const CUSTOM_PROPERTIES: &[Named] = &[
    named("--daylight-font", "font family; the page's own without it"),
    named("--daylight-size", "size of the type; the page's own without it"),
    named("--daylight-ground", "background"),
    named("--daylight-ink", "text"),
    named("--daylight-soft", "secondary text; keep a contrast of 4.5 : 1 with the background"),
    named("--daylight-rule", "lines"),
    named("--daylight-accent", "links and focus; keep a contrast of 4.5 : 1 with the background"),
    named("--daylight-wash", "background of panels"),
    named("--daylight-radius", "rounding of corners"),
];

/// Every element.
pub const WIDGETS: &[Widget] = &[
    Widget {
        id: "budget",
        tag: "daylight-budget",
        class: "DaylightBudget",
        about: "A budget or final account: treemap with drill-down, table, years and stages, statutory tables, and whether it adds up.",
        attributes: &[SHARED, BUDGET],
        fields: FIELDS,
        methods: METHODS,
        events: EVENTS,
        parts: PARTS,
        custom_properties: CUSTOM_PROPERTIES,
    },
    Widget {
        id: "funds",
        tag: "daylight-funds",
        class: "DaylightFunds",
        about: "Livelihood funds on their way: find a place, where its money came from and where it is now, the balance of each tier, projects, groups of recipients.",
        attributes: &[FUNDS_SHARED, FUNDS],
        fields: FIELDS,
        methods: METHODS,
        events: EVENTS,
        parts: PARTS,
        custom_properties: CUSTOM_PROPERTIES,
    },
    Widget {
        id: "results",
        tag: "daylight-results",
        class: "DaylightResults",
        about: "What came of plans: how far each promise is, computed from figures and dates, what third parties and surveys say, what auditors found and whether it was put right.",
        attributes: &[RESULTS_SHARED, RESULTS],
        fields: FIELDS,
        methods: METHODS,
        events: EVENTS,
        parts: PARTS,
        custom_properties: CUSTOM_PROPERTIES,
    },
    Widget {
        id: "consultation",
        tag: "daylight-consultation",
        class: "DaylightConsultation",
        about: "A public consultation: the draft with its basis, a comment on any clause, a receipt, the comments that were published, and what became of them.",
        attributes: &[CONSULTATION_SHARED, CONSULTATION],
        fields: FIELDS,
        methods: METHODS,
        events: CONSULTATION_EVENTS,
        parts: PARTS,
        custom_properties: CUSTOM_PROPERTIES,
    },
];

impl Widget {
    /// Its attributes, the shared ones first.
    pub fn attributes(&self) -> impl Iterator<Item = &'static Attribute> {
        self.attributes.iter().flat_map(|group| group.iter())
    }

    /// The element with an id.
    pub fn find(id: &str) -> Option<&'static Self> {
        WIDGETS.iter().find(|widget| widget.id == id)
    }
}

/// An attribute's name as a property: `heading-level` is `headingLevel`.
pub fn camel(name: &str) -> String {
    let mut words = name.split('-');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut chars = word.chars();
        camel.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(chars.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOADER: &str = include_str!("../loader/daylight.js");
    const STYLE: &str = concat!(
        include_str!("../loader/daylight.css"),
        include_str!("../loader/later.css"),
        include_str!("../loader/records.css"),
        include_str!("../loader/funds.css"),
        include_str!("../loader/results.css"),
        include_str!("../loader/consultation.css")
    );

    fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
        names.map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_loader_observes_what_the_registry_lists() {
        let shared = format!("var SHARED = [{}];", quoted(SHARED.iter().map(|attribute| attribute.name)));
        assert!(LOADER.contains(&shared), "{shared}");
        for widget in WIDGETS {
            let own = quoted(widget.attributes[1].iter().map(|attribute| attribute.name));
            let line = format!("{}: [{own}]", widget.id);
            assert!(LOADER.contains(&line), "{line}");
        }
    }

    #[test]
    fn the_contract_keeps_its_limits() {
        for widget in WIDGETS {
            assert!(widget.parts.len() <= 12, "{} parts", widget.parts.len());
            for property in widget.custom_properties {
                assert!(STYLE.contains(&format!("var({}", property.name)), "{}", property.name);
            }
        }
        for (at, _) in STYLE.match_indices("var(--daylight-") {
            let name: String =
                STYLE[at + 4..].chars().take_while(|char| char.is_alphanumeric() || *char == '-').collect();
            assert!(CUSTOM_PROPERTIES.iter().any(|property| property.name == name), "{name}");
        }
    }

    #[test]
    fn the_tones_are_those_of_the_pictures_that_leave_the_page() {
        use daylight_core::figure::palette::Theme;
        for theme in [Theme::Light, Theme::Dark] {
            for (tone, fill) in theme.palette().fills.iter().enumerate() {
                assert!(STYLE.contains(&format!("--t{tone}: {fill};")), "{theme:?} {tone}");
            }
        }
    }

    #[test]
    fn the_element_names_the_values_that_the_registry_lists() {
        let all: [&[(&str, &[&str])]; 4] = [
            &crate::budget::state::ALLOWED,
            &crate::funds::state::ALLOWED,
            &crate::results::state::ALLOWED,
            &crate::consultation::state::ALLOWED,
        ];
        let attributes =
            |(at, widget): (usize, &'static Widget)| widget.attributes().map(move |attribute| (all[at], attribute));
        for (allowed, attribute) in WIDGETS.iter().enumerate().flat_map(attributes) {
            let known = allowed.iter().find(|(name, _)| *name == attribute.name);
            match attribute.holds {
                Holds::OneOf(words) => assert_eq!(known.map(|(_, allowed)| *allowed), Some(words)),
                Holds::Text(_) => assert!(known.is_none(), "{}", attribute.name),
            }
        }
    }

    #[test]
    fn the_loader_is_plain_ascii() {
        assert!(LOADER.is_ascii());
    }

    #[test]
    fn names_become_properties() {
        assert_eq!(camel("heading-level"), "headingLevel");
        assert_eq!(camel("src"), "src");
    }
}
