//! The folder of a site in, the store of its comments and what its settings say out; fails where there is none.

use std::path::Path;

use daylight_service::settings::Settings as Service;
use daylight_service::store::Store;

use crate::serve::service::{address, file_of};
use crate::serve::settings::Settings;

/// The address of the database of a site: the one that is named, the one of its settings, or the file beside it, which must be there.
pub fn site_database(dir: &Path, named: Option<&str>) -> Result<(String, Service), String> {
    let settings = Settings::read(dir)?.service.unwrap_or_default();
    let address = address(&[dir.to_owned()], named.or(settings.database.as_deref()))?;
    match file_of(&address).filter(|file| !file.is_file()) {
        None => Ok((address, settings)),
        Some(file) => {
            Err(format!("There are no comments in {}: `daylight serve` makes it when it starts.", file.display()))
        }
    }
}

/// Does something with the comments of a site, while the service runs or not.
pub fn with_store<T>(
    (dir, named): (&Path, Option<&str>),
    work: impl AsyncFnOnce(&Store, &Service) -> Result<T, String>,
) -> Result<T, String> {
    let (address, settings) = site_database(dir, named)?;
    let runtime = tokio::runtime::Runtime::new().map_err(|fault| fault.to_string())?;
    runtime.block_on(async {
        let store = Store::open(&address, settings.limits.queue).await?;
        let done = work(&store, &settings).await;
        store.close().await;
        done
    })
}
