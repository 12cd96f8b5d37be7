//! What was found, as data: a rule, where, the facts of the case, and what mends it. Its words are chosen by language.

use std::fmt::Display;

use super::fix::Fix;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Note,
    /// Works, but worse than it could.
    Warning,
    /// Does not work for readers.
    Error,
}

impl Level {
    /// All, the mildest first.
    pub const ALL: [Self; 4] = [Self::Ok, Self::Note, Self::Warning, Self::Error];

    /// The word used in JSON and in the word files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! rules {
    ($($name:ident = $id:literal $level:ident,)*) => {
        /// What is looked at. Each has a sentence in every word file.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Rule { $(#[doc = $id] $name,)* }

        impl Rule {
            /// All of them.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name in JSON and in the word files.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// How much it matters where it is found.
            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)* }
            }
        }
    };
}

rules! {
    Address = "address" Error,
    Unreachable = "unreachable" Error,
    PageStatus = "page-status" Error,
    Page = "page" Ok,
    ServedFile = "served-file" Note,
    MountUnused = "mount-unused" Note,
    Unserved = "unserved" Error,
    FormFiles = "form-files" Ok,
    FormSingle = "form-single" Ok,
    FormDiv = "form-div" Ok,
    FormTable = "form-table" Ok,
    FormFrame = "form-frame" Ok,
    FrameRefused = "frame-refused" Error,
    FrameSandbox = "frame-sandbox" Error,
    FrameData = "frame-data" Error,
    Redirected = "redirected" Note,
    NoLoader = "no-loader" Error,
    NoElement = "no-element" Warning,
    TwoLoaders = "two-loaders" Warning,
    TwoVersions = "two-versions" Warning,
    LoaderTwice = "loader-twice" Warning,
    LoaderModule = "loader-module" Warning,
    LoaderBlocks = "loader-blocks" Warning,
    ElementEmpty = "element-empty" Error,
    ElementSlip = "element-slip" Error,
    ElementUnknown = "element-unknown" Error,
    AttributeSlip = "attribute-slip" Warning,
    AttributeValue = "attribute-value" Warning,
    LinkBroken = "link-broken" Warning,
    ElementAddress = "element-address" Error,
    MixedContent = "mixed-content" Error,
    IntegrityWrong = "integrity-wrong" Error,
    IntegrityNeedsCors = "integrity-needs-cors" Error,
    NotFound = "not-found" Error,
    IsHtml = "is-html" Error,
    ScriptTypeBlocked = "script-type-blocked" Error,
    ScriptType = "script-type" Warning,
    ModuleType = "module-type" Error,
    WasmType = "wasm-type" Warning,
    DataType = "data-type" Warning,
    CharsetWrong = "charset-wrong" Warning,
    CorsMissing = "cors-missing" Error,
    CorpMissing = "corp-missing" Error,
    CacheCode = "cache-code" Warning,
    CacheStale = "cache-stale" Warning,
    CacheUnsaid = "cache-unsaid" Warning,
    CacheShared = "cache-shared" Warning,
    CacheAged = "cache-aged" Warning,
    CacheNothing = "cache-nothing" Note,
    NoValidator = "no-validator" Warning,
    NotRevalidated = "not-revalidated" Note,
    Uncompressed = "uncompressed" Warning,
    FileOk = "file-ok" Ok,
    NoDist = "no-dist" Warning,
    SingleAlone = "single-alone" Note,
    ChangedMark = "changed-mark" Warning,
    ChangedLines = "changed-lines" Warning,
    ChangedEncoding = "changed-encoding" Error,
    ChangedAdded = "changed-added" Error,
    ChangedShort = "changed-short" Error,
    CodeMixed = "code-mixed" Error,
    WasmFiltered = "wasm-filtered" Warning,
    WasmCut = "wasm-cut" Warning,
    PlainRuns = "plain-runs" Note,
    PlainMissing = "plain-missing" Error,
    CodeVersion = "code-version" Ok,
    CspNone = "csp-none" Ok,
    CspOk = "csp-ok" Ok,
    CspReportOnly = "csp-report-only" Note,
    CspSandbox = "csp-sandbox" Error,
    CspNonce = "csp-nonce" Error,
    CspScript = "csp-script" Error,
    CspGlue = "csp-glue" Error,
    CspWasm = "csp-wasm" Warning,
    CspFrame = "csp-frame" Error,
    CspConnect = "csp-connect" Error,
    CspStyle = "csp-style" Warning,
    CspImage = "csp-image" Warning,
    DataUnreadable = "data-unreadable" Error,
    DataPathRefused = "data-path-refused" Error,
    DataNoResource = "data-no-resource" Error,
    DataInline = "data-inline" Error,
    DataChanged = "data-changed" Error,
    DataStale = "data-stale" Error,
    DataUnlisted = "data-unlisted" Warning,
    VersionsUnreadable = "versions-unreadable" Warning,
    VersionUnknown = "version-unknown" Error,
    VersionOld = "version-old" Note,
    VersionNewest = "version-newest" Ok,
    VersionWithdrawn = "version-withdrawn" Error,
    WithdrawnServed = "withdrawn-served" Error,
    DataOld = "data-old" Note,
    DataUndated = "data-undated" Note,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub rule: Rule,
    /// The addresses that it holds for.
    pub subjects: Vec<String>,
    /// What the sentence names: pairs of placeholder and text.
    pub facts: Vec<(&'static str, String)>,
    /// What mends it.
    pub fix: Option<Fix>,
}

impl Finding {
    /// Without a place, facts or fix yet.
    pub fn new(rule: Rule) -> Self {
        Self { rule, subjects: Vec::new(), facts: Vec::new(), fix: None }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, subject: impl Display) -> Self {
        self.subjects.push(subject.to_string());
        self
    }

    /// Adds a fact for the sentence.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Display) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// Says what mends it.
    #[must_use]
    pub fn mended_by(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// What was found so far.
#[derive(Default)]
pub struct Findings {
    all: Vec<Finding>,
}

impl Findings {
    /// Adds one; the same thing at another address joins the first.
    pub fn add(&mut self, finding: Finding) {
        let same = |known: &&mut Finding| {
            known.rule == finding.rule && known.facts == finding.facts && known.fix == finding.fix
        };
        match self.all.iter_mut().find(same) {
            Some(known) => {
                for subject in finding.subjects {
                    if !known.subjects.contains(&subject) {
                        known.subjects.push(subject);
                    }
                }
            }
            None => self.all.push(finding),
        }
    }

    /// How many there are, so that a check can tell whether it found anything.
    pub fn faults_at(&self, subject: &str) -> usize {
        let fault = |f: &&Finding| f.rule.level() > Level::Note && f.subjects.iter().any(|s| s == subject);
        self.all.iter().filter(fault).count()
    }

    /// In the order in which they should be mended.
    pub fn worst_first(mut self) -> Vec<Finding> {
        self.all.sort_by_key(|finding| std::cmp::Reverse(finding.rule.level()));
        self.all
    }
}
