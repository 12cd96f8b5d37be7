//! The service as a whole: what is served, the store and the settings in; comments taken, and what became of them told. What is
//! refused is said in the reader's language.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use axum::http::StatusCode;
use daylight_core::consultation::Stage;
use daylight_core::consultation::receipt::{Receipt, ReceiptFault};
use daylight_core::day::Day;
use daylight_core::json::{self, Writer};
use daylight_core::model::consultation::{Announcement, Consultation, Disposition};
use daylight_core::words::Words;

use crate::catalogue::{Catalogue, Entry, Load, day_of};
use crate::counted::Counted;
use crate::intake::Intake;
use crate::limit::Buckets;
use crate::metrics::Metrics;
use crate::office::first_administrator;
use crate::office::password::Passwords;
use crate::page;
use crate::refusal::{Problem, Refusal};
use crate::rule::{self, Personal};
use crate::settings::Settings;
use crate::store::{Announced, Failure, Kept, Standing, Store, Sum};
use crate::subject::Subjects;
use crate::token::{Tokens, Verdict, Vouchers};
use crate::typed::Typed;
use crate::wording::Wording;
use crate::world::{World, hex};

/// Tries to sign in with a name, from one network, in a minute.
const TRIES: u32 = 5;

/// The service.
pub struct Service {
    /// Where comments are kept.
    pub store: Store,
    /// What the site says.
    pub settings: Settings,
    /// Words in every language.
    pub wording: Wording,
    /// What is counted.
    pub metrics: Metrics,
    /// Time, chance and the log.
    pub world: World,
    catalogue: RwLock<Arc<Catalogue>>,
    folders: Vec<PathBuf>,
    load: Arc<Load>,
    tokens: Tokens,
    vouchers: Vouchers,
    personal: Personal,
    /// Looks at passwords.
    pub passwords: Passwords,
    office: Tokens,
    by_try: Buckets<(u128, String)>,
    by_browser: Buckets<(String, String)>,
    by_office: Buckets<u128>,
    by_network: Buckets<u128>,
    by_search: Buckets<u128>,
    by_consultation: Buckets<String>,
    counted: Counted,
    /// What other packages call what comments are of.
    pub(crate) subjects: Arc<Subjects>,
    /// Announcements as they are read.
    pub(crate) announced: page::Announced,
}

/// What is served, and how it is read.
pub struct Served {
    /// The folders.
    pub folders: Vec<PathBuf>,
    /// What lies in them.
    pub catalogue: Catalogue,
    /// Reads a package.
    pub load: Arc<Load>,
}

impl Service {
    /// Puts the service together. Fails where the database or chance does.
    pub async fn new(served: Served, store: Store, settings: Settings, world: World) -> Result<Arc<Self>, String> {
        let fresh = world.draw().and_then(|one| Ok([one, world.draw()?].concat()));
        let fresh = hex(&fresh.map_err(|fault| format!("There are no random numbers: {fault}."))?);
        let key = store.shared_secret("form", &fresh).await.map_err(|failure| failure.to_string())?;
        let limits = &settings.limits;
        let [least_ms, longest_ms] =
            [limits.form_least_seconds, limits.form_longest_seconds].map(|seconds| i64::from(seconds) * 1000);
        let service = Self {
            tokens: Tokens::new(&key, least_ms, longest_ms),
            vouchers: Vouchers::new(settings.voucher_key.clone()),
            personal: Personal::of(settings.profile.as_deref()),
            passwords: Passwords::default(),
            office: Tokens::new(&key, 0, i64::MAX),
            by_try: Buckets::new(TRIES),
            by_browser: Buckets::new(TRIES),
            by_office: Buckets::new(TRIES * 6),
            by_network: Buckets::new(limits.per_network),
            by_search: Buckets::new(limits.searches_per_network),
            by_consultation: Buckets::new(limits.per_consultation),
            counted: Counted::default(),
            announced: page::Announced::default(),
            wording: Wording::default(),
            metrics: Metrics::default(),
            catalogue: RwLock::new(Arc::new(served.catalogue)),
            folders: served.folders,
            subjects: Subjects::new(served.load.clone()),
            load: served.load,
            store,
            settings,
            world,
        };
        service.tell_faults();
        Ok(Arc::new(service))
    }

    /// What is served now.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the packages anew where one was published since. Reads files: not for an asynchronous task.
    pub fn reread(&self) {
        let known = self.catalogue();
        if let Some(anew) = known.reread(&self.folders, self.load.as_ref()) {
            let is_news = anew.faults != known.faults;
            *self.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(anew);
            if is_news {
                self.tell_faults();
            }
        }
    }

    fn tell_faults(&self) {
        for fault in &self.catalogue().faults {
            self.tell("package", fault);
        }
    }

    /// A consultation by its id.
    pub fn find(&self, id: &str, words: &Words) -> Result<Arc<Entry>, Refusal> {
        let found = self.catalogue().find(id).cloned();
        found.ok_or_else(|| Refusal::of(StatusCode::NOT_FOUND, words, "unknown"))
    }

    /// Takes a search: it costs the database more than a page does.
    ///
    /// # Errors
    /// Where one network searches very often.
    pub fn spare_search(&self, network: u128, words: &Words) -> Result<(), Refusal> {
        self.by_search.take(network, (self.world.elapsed_ms)()).map_err(|seconds| too_many(words, seconds))
    }

    /// The comments of a consultation, counted.
    pub async fn sums(&self, entry: &Entry) -> Result<Arc<Vec<Sum>>, Failure> {
        self.counted.sums(&self.store, &entry.told.id, || (self.world.elapsed_ms)()).await
    }

    /// Where a consultation stands now, by its package alone.
    pub fn stand(&self, entry: &Entry) -> daylight_core::consultation::Standing {
        entry.stand(self.world.now(), self.settings.utc_offset_minutes)
    }

    /// The records of a consultation, with what was announced here, and where it stands with that.
    pub async fn told<'a>(
        &self,
        entry: &'a Entry,
    ) -> Result<(Cow<'a, Consultation>, daylight_core::consultation::Standing), Failure> {
        let mut told = Cow::Borrowed(&entry.told);
        if told.announcement.is_none()
            && let Some(announced) = self.store.announced(&entry.told.id).await?
        {
            told.to_mut().announcement = Some(announcement_of(&announced, self.settings.utc_offset_minutes));
        }
        let today = day_of(self.world.now(), self.settings.utc_offset_minutes);
        let standing = today.map(|today| daylight_core::consultation::stand(&told, today)).unwrap_or_default();
        Ok((told, standing))
    }

    /// An administrator with a password to be changed, where nobody works here yet: the name and the password.
    pub async fn first_administrator(&self) -> Result<Option<(String, String)>, String> {
        let name = "administrator";
        let made = first_administrator(&self.store, &self.world, name).await?;
        Ok(made.map(|password| (name.to_owned(), password)))
    }

    /// Deletes what tells of persons, where its time has passed.
    pub async fn retain(&self) {
        let now_ms = self.world.now();
        let before_ms = now_ms - i64::from(self.settings.retention_days) * 86_400_000;
        if let Err(failure) = self.store.retain(before_ms, now_ms).await {
            self.tell("retention", &failure.to_string());
        }
    }

    /// Today, where the consultations are.
    pub fn today(&self) -> Option<Day> {
        day_of(self.world.now(), self.settings.utc_offset_minutes)
    }

    /// A token for a form that is given now.
    pub fn token(&self, id: &str) -> String {
        self.tokens.give(id, self.world.now())
    }

    /// A token for a form that was filled already.
    pub fn renewed_token(&self, id: &str) -> String {
        self.tokens.renew(id, self.world.now())
    }

    /// Takes a comment: what is certain once it is kept.
    ///
    /// # Errors
    /// Where it comes too often, at the wrong time, breaks a rule, or cannot be written now. What was kept before under the same
    /// key is acknowledged again, whatever the time.
    pub async fn submit(&self, entry: &Entry, typed: &Typed, network: u128, words: &Words) -> Result<Kept, Refusal> {
        let outcome = self.take(entry, typed, network, words).await;
        if let Err(refusal) = &outcome {
            self.metrics.refused(refusal.rule());
        }
        outcome
    }

    async fn take(&self, entry: &Entry, typed: &Typed, network: u128, words: &Words) -> Result<Kept, Refusal> {
        let id = &entry.told.id;
        self.spare(network, words)?;
        let now_ms = self.world.now();
        let announced = self.store.announced(id).await.map_err(|failure| self.failed(&failure, words))?;
        if !entry.may_open || announced.is_some() || self.stand(entry).stage != Stage::Open {
            let refusal = Refusal::of(StatusCode::FORBIDDEN, words, "not-open");
            return self.known_or(id, typed, words, refusal).await;
        }
        let elapsed_ms = (self.world.elapsed_ms)();
        self.by_consultation.take(id.clone(), elapsed_ms).map_err(|seconds| too_many(words, seconds))?;
        let bits = self.world.draw().map_err(|fault| {
            self.tell("chance", &fault.to_string());
            Refusal::of(StatusCode::SERVICE_UNAVAILABLE, words, "store").after(5)
        })?;
        let is_published = match (typed.package.trim(), typed.subject.trim()) {
            ("", _) => true,
            (package, id) => self.publishes(package, id).await,
        };
        let intake = Intake {
            told: &entry.told,
            is_published,
            words,
            most: self.settings.limits.text_characters,
            personal: &self.personal,
            vouchers: &self.vouchers,
            now_ms,
        };
        let submission = intake.submission(typed, rule::write_receipt(u128::from_be_bytes(bits)))?;
        let stale = |rule| Refusal::with(StatusCode::CONFLICT, vec![Problem::new(words, rule, "token", &[])]);
        let refusal = match self.tokens.judge(id, &typed.token, now_ms) {
            Verdict::Good => None,
            Verdict::Young(missing_ms) => {
                let seconds = u64::try_from(missing_ms).unwrap_or(0).div_ceil(1000);
                Some(stale("form-early").renewed(typed.token.clone()).after(seconds))
            }
            Verdict::Expired => Some(stale("form-expired").renewed(self.tokens.renew(id, now_ms))),
            // Whoever never had a form waits as long as whoever has just got one.
            Verdict::Foreign => Some(stale("form-foreign").renewed(self.tokens.give(id, now_ms))),
        };
        if let Some(refusal) = refusal {
            return self.known_or(id, typed, words, refusal).await;
        }
        self.store.submit(submission).await.map_err(|failure| self.failed(&failure, words))
    }

    /// A comment that was kept before is acknowledged again; anything else is refused.
    async fn known_or(&self, id: &str, typed: &Typed, words: &Words, refusal: Refusal) -> Result<Kept, Refusal> {
        let known = self.store.known(id, &typed.key).await.map_err(|failure| self.failed(&failure, words))?;
        match known {
            Some((digest, kept)) if digest == typed.digest() => Ok(kept),
            _ => Err(refusal),
        }
    }

    /// What became of the comment to a consultation with a receipt, as it was typed.
    ///
    /// # Errors
    /// Where it is no receipt, or nobody's.
    pub async fn standing(&self, id: &str, typed: &str, network: u128, words: &Words) -> Result<Standing, Refusal> {
        self.spare(network, words)?;
        let receipt = Receipt::read(typed).map_err(|fault| wrong_receipt(fault, words))?;
        let found = self.store.standing(&receipt.written()).await.map_err(|failure| self.failed(&failure, words))?;
        found.filter(|found| found.consultation == id).ok_or_else(|| {
            let mut refusal = Refusal::field(words, "receipt-unknown", "receipt");
            refusal.status = StatusCode::NOT_FOUND;
            refusal
        })
    }

    /// A failure of the store, told to the reader and, where it is the database's, to the log.
    pub fn failed(&self, failure: &Failure, words: &Words) -> Refusal {
        if let Failure::Database(said) = failure {
            self.tell("store", said);
        }
        Refusal::of_failure(failure, words)
    }

    /// A line of the log.
    pub fn tell(&self, about: &str, says: &str) {
        let mut out = Writer::default();
        out.open('{').key("at_ms").integer(self.world.now()).key("about").text(about).key("says").text(says).close('}');
        (self.world.log)(&out.finish());
    }

    /// What must be sent with everything from a page of the office, by the secret of the browser.
    pub fn office_token(&self, secret: &str) -> String {
        self.office.sign("office", secret)
    }

    /// Takes a try to sign in: who guesses waits, and nobody elsewhere does; nor in a browser that is known as that person's, by its
    /// secret.
    pub fn spare_try(&self, network: u128, name: &str, browser: Option<&str>) -> Result<(), u64> {
        let elapsed_ms = (self.world.elapsed_ms)();
        if let Some(secret) = browser {
            return self.by_browser.take((secret.to_owned(), name.to_owned()), elapsed_ms);
        }
        self.by_office.take(network, elapsed_ms)?;
        self.by_try.take((network, name.chars().take(100).collect()), elapsed_ms)
    }

    /// Where personal data may stand, in words.
    pub fn suspect(&self, fields: &[(&'static str, &str)], words: &Words) -> Vec<String> {
        self.personal.suspect(fields, words).into_iter().map(|found| found.message).collect()
    }

    fn spare(&self, network: u128, words: &Words) -> Result<(), Refusal> {
        self.by_network.take(network, (self.world.elapsed_ms)()).map_err(|seconds| too_many(words, seconds))
    }
}

/// What was announced, as packages have it.
fn announcement_of(announced: &Announced, utc_offset_minutes: i64) -> Announcement {
    let counts = json::read(&announced.counts).ok();
    let count = |name: &str| u64::try_from(counts.as_ref()?.get(name)?.integer()?).ok();
    Announcement {
        day: day_of(announced.announced_ms, utc_offset_minutes),
        received: count("received"),
        counts: Disposition::ALL.map(|disposition| count(disposition.word())),
        withheld: count("withheld"),
        log: announced.log.clone(),
        row: 0,
    }
}

fn too_many(words: &Words, seconds: u64) -> Refusal {
    Refusal::of(StatusCode::TOO_MANY_REQUESTS, words, "too-many").after(seconds)
}

fn wrong_receipt(fault: ReceiptFault, words: &Words) -> Refusal {
    let problem = match fault.group() {
        Some(group) => Problem::new(words, "receipt-group", "receipt", &[("n", &group.to_string())]),
        None => Problem::new(words, "receipt", "receipt", &[]),
    };
    Refusal::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
}
