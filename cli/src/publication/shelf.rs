//! Where published files are: a folder or an address in, bytes by relative path out. Fails where a file cannot be read; a
//! file that is not there is none.

use crate::doctor::fetch::Fetcher;
use crate::fault::Fault;
use crate::publish::files_in;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use url::Url;

/// No published file has more bytes than this.
const LARGEST: u64 = 1 << 30;

/// A folder, or a site.
pub enum Shelf {
    /// On this machine.
    Folder(PathBuf),
    /// On a server; the address ends with a slash.
    Site(Url, Fetcher),
}

impl Shelf {
    /// The shelf of an argument: an address, or else a path.
    ///
    /// # Errors
    /// Where it is an address that cannot be read.
    pub fn of(place: &str) -> Result<Self, Fault> {
        if !place.starts_with("http://") && !place.starts_with("https://") {
            return Ok(Self::Folder(place.into()));
        }
        let folder = place.split(['?', '#']).next().unwrap_or(place).trim_end_matches("daylight.json");
        let url = Url::parse(&format!("{}/", folder.trim_end_matches('/')));
        let url = url.map_err(|_| Fault::new(place, "fault.address"))?;
        Ok(Self::Site(url, Fetcher::new()))
    }

    /// The bytes of a file; `None` where there is no such file.
    ///
    /// # Errors
    /// Where it is there, or may be, and cannot be read.
    pub fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        let leaves = path.starts_with('/') || path.contains(['\\', ':']) || path.split('/').any(|part| part == "..");
        if leaves {
            return Err(Fault::new(path, "fault.outside"));
        }
        match self {
            Self::Folder(folder) => match fs::read(folder.join(path)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(fault) if matches!(fault.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
                Err(fault) => Err(Fault::system(path, &fault)),
            },
            Self::Site(base, fetcher) => {
                let url = base.join(path).map_err(|_| Fault::new(path, "fault.address"))?;
                // What a cache on the way keeps must be asked for anew.
                let answer = fetcher.get(&url, LARGEST, &[("Cache-Control", "no-cache")]);
                let answer = answer.map_err(|fault| Fault::new(&url, "fault.network").with("fault", fault))?;
                match answer.status {
                    200 if answer.complete => Ok(Some(answer.body)),
                    200 => Err(Fault::new(&url, "fault.large").with("bytes", LARGEST)),
                    404 | 410 => Ok(None),
                    status => Err(Fault::new(&url, "fault.status").with("status", status)),
                }
            }
        }
    }

    /// The files of a folder on this machine, by their paths inside; `None` on a site, which lists nothing.
    pub fn list(&self, folder: &str) -> Option<Vec<String>> {
        let Self::Folder(root) = self else { return None };
        let folder = root.join(folder);
        let inside = |path: PathBuf| Some(path.strip_prefix(&folder).ok()?.to_string_lossy().into_owned());
        Some(files_in(&folder).into_iter().filter_map(inside).collect())
    }
}
