//! The consultations of a site in, the service that takes comments to them out; fails where its database cannot be used. Where there
//! is no consultation, and nobody asks for a service, there is none.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use daylight_service::catalogue::{Catalogue, Load};
use daylight_service::settings::Settings;
use daylight_service::store::{Store, sqlite_of};
use daylight_service::world::World;
use daylight_service::{Served, Service};
use url::Url;

use crate::load;

/// How often it is looked whether a package was published anew.
const REREAD: Duration = Duration::from_secs(30);

/// Opens the service for folders, the first of which is the site's.
pub async fn open(
    folders: Vec<PathBuf>,
    database: Option<&str>,
    settings: Option<&Settings>,
    site: Option<&Url>,
) -> Result<Option<Arc<Service>>, String> {
    let load: Arc<Load> = Arc::new(|path: &Path| load::load(path, None, None));
    let catalogue = Catalogue::read(&folders, load.as_ref());
    if catalogue.all().is_empty() && settings.is_none() && database.is_none() {
        return Ok(None);
    }
    let mut settings = settings.cloned().unwrap_or_default();
    // Where the site is found on the web is its own origin, whatever a proxy makes of the host.
    settings.own_origin = site.map(|site| site.origin().ascii_serialization());
    settings.origins.extend(settings.own_origin.clone());
    let address = address(&folders, database.or(settings.database.as_deref()))?;
    let store = Store::open(&address, settings.limits.queue).await?;
    let served = Served { folders, catalogue, load };
    let service = Service::new(served, store, settings, world()).await?;
    tokio::spawn(reread(service.clone()));
    Ok(Some(service))
}

/// The database that is named, else a file beside the site's folder. A file that everybody could fetch is refused.
pub fn address(folders: &[PathBuf], named: Option<&str>) -> Result<String, String> {
    let site = folders.first().map(PathBuf::as_path).unwrap_or(Path::new("."));
    let site = site.canonicalize().map_err(|fault| format!("{} cannot be read: {fault}.", site.display()))?;
    let named = match named {
        Some(named) => named.to_owned(),
        None => {
            let name =
                site.file_name().ok_or("The whole disk is served: say where comments are kept, with --database.")?;
            let mut beside = name.to_owned();
            beside.push(".sqlite");
            sqlite_of(&site.with_file_name(beside))
        }
    };
    if let Some(path) = file_of(&named) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = folder.canonicalize().map_err(|fault| format!("{}: {fault}.", folder.display()))?;
        let is_served = |served: &PathBuf| served.canonicalize().is_ok_and(|served| folder.starts_with(served));
        if folders.iter().any(is_served) {
            return Err(format!(
                "{} lies in a folder that is served: everybody could fetch it. Put it elsewhere.",
                path.display()
            ));
        }
    }
    Ok(named)
}

/// The file of a SQLite address.
pub fn file_of(address: &str) -> Option<PathBuf> {
    address.strip_prefix("sqlite:").map(|path| PathBuf::from(path.strip_prefix("//").unwrap_or(path)))
}

/// What the service may know of the outside.
pub fn world() -> World {
    let started = Instant::now();
    World {
        now_ms: Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        }),
        elapsed_ms: Arc::new(move || u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)),
        chance: Arc::new(|bytes| getrandom::fill(bytes).map_err(std::io::Error::other)),
        log: Arc::new(|line| {
            use std::io::Write;
            // A log that nobody reads any more is no reason to stop.
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        }),
    }
}

async fn reread(service: Arc<Service>) {
    loop {
        service.retain().await;
        tokio::time::sleep(REREAD).await;
        let service = service.clone();
        // Where reading fell over, it is tried again the next time.
        let _ = tokio::task::spawn_blocking(move || service.reread()).await;
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_database_is_never_served() {
        let folder = tempfile_folder();
        let site = folder.join("site");
        std::fs::create_dir_all(site.join("data")).expect("a folder");
        let folders = [site.clone()];
        let beside = address(&folders, None).expect("beside it");
        assert!(beside.starts_with("sqlite:") && beside.ends_with("/site.sqlite"), "{beside}");
        let inside = format!("sqlite:{}/data/x.sqlite", site.display());
        assert!(address(&folders, Some(&inside)).expect_err("it is served").contains("everybody could fetch"));
        assert!(address(&folders, Some("sqlite:/nowhere/x.sqlite")).is_err());
        let other = "postgres://daylight@localhost/daylight";
        assert_eq!(address(&folders, Some(other)).as_deref(), Ok(other));
        std::fs::remove_dir_all(folder).expect("it was made");
    }

    fn tempfile_folder() -> std::path::PathBuf {
        std::env::temp_dir().join(format!("daylight-service-{}", std::process::id()))
    }
}
