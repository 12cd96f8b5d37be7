//! A service that acknowledges before the disk has a comment: for the test of durability, which must notice. `daylight serve` cannot be
//! told to be like this. Arguments: the site's folder, and the database.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use daylight_core::import::{Decoder, Loaded, load_package};
use daylight_core::issue::Issue;
use daylight_core::place::Place;
use daylight_service::catalogue::{Catalogue, Load};
use daylight_service::settings::Settings;
use daylight_service::store::{Durability, Store};
use daylight_service::world::World;
use daylight_service::{Served, Service, connection, router};

/// The package of the test is UTF-8.
struct Plain;

impl Decoder for Plain {
    fn knows(&self, _: &str) -> bool {
        false
    }

    fn decode(&self, _: &str, _: &[u8]) -> Option<String> {
        None
    }
}

fn load(path: &Path) -> Result<Loaded, Issue> {
    let text =
        std::fs::read_to_string(path).map_err(|_| Issue::error("file-missing", Place::file("datapackage.json")))?;
    load_package(&text, &|name| std::fs::read(path.parent()?.join(name)).ok(), &Plain)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [site, database] = arguments.as_slice() else { return Err("careless SITE DATABASE".into()) };
    tokio::runtime::Runtime::new()?.block_on(serve(PathBuf::from(site), database))
}

async fn serve(site: PathBuf, database: &str) -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let world = World {
        now_ms: Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        }),
        elapsed_ms: Arc::new(move || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)),
        chance: Arc::new(|bytes| getrandom::fill(bytes).map_err(std::io::Error::other)),
        log: Arc::new(|line| eprintln!("{line}")),
    };
    let mut settings = Settings::default();
    (settings.limits.per_network, settings.limits.per_consultation) = (10_000_000, 10_000_000);
    settings.limits.form_least_seconds = 0;
    let store = Store::open_with(database, settings.limits.queue, Durability::Careless).await?;
    let load: Arc<Load> = Arc::new(load);
    let folders = vec![site];
    let served = Served { catalogue: Catalogue::read(&folders, load.as_ref()), folders, load };
    let service = Service::new(served, store, settings, world).await?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("Daylight is listening on http://{}/", listener.local_addr()?);
    let patience = Duration::from_secs(10);
    connection::serve(listener, router(service), patience, patience, std::future::pending()).await;
    Ok(())
}
