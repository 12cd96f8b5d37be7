//! `daylight serve`: a folder of files in, a web server out. Fails before it listens, or not at all.
//!
//! One request goes one way: `site` finds the file, `content` knows its digest and its compressed forms, `range` and
//! `coding` read what the client asked for, `reply` puts the response together. What a file is called decides how
//! it may be cached; what its bytes are decides what it is labelled. One address is no file: `oembed` tells content systems
//! how to show the element of a page. Where a consultation lies below the folder, `service` takes comments to it.

mod coding;
mod content;
pub mod media;
mod oembed;
mod range;
mod reply;
pub mod service;
pub mod settings;
mod shelf;
mod site;

use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use daylight_service::Service;
use tokio::net::TcpListener;
use url::Url;

use reply::Counter;
use settings::Settings;
use site::Site;

/// How long requests that are under way may still take after the signal to stop.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serve a folder of pages, code and data the way browsers need it: MIME types, compression, caching, ranges, CORS.
#[derive(clap::Args)]
pub struct Args {
    /// The folder to serve. A `daylight.toml` in it may set headers by path.
    dir: PathBuf,
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    listen: String,
    /// A second folder under a path of the site, such as /daylight=dist. May be repeated.
    #[arg(long, value_name = "/PATH=DIR", value_parser = read_mount)]
    mount: Vec<(String, PathBuf)>,
    /// Where comments to consultations are kept, in place of a file beside the folder.
    #[arg(long, value_name = "sqlite:PATH|postgres://…")]
    database: Option<String>,
}

/// A path of the site and the folder under it, as `--mount` takes them.
pub fn read_mount(text: &str) -> Result<(String, PathBuf), String> {
    let (prefix, dir) = text.split_once('=').ok_or("write it as /PATH=DIR, for example /daylight=dist")?;
    if !prefix.starts_with('/') || prefix.len() < 2 || prefix.ends_with('/') || prefix.contains("//") {
        return Err(format!("`{prefix}` must begin with / and must not end with it, for example /daylight"));
    }
    if dir.is_empty() {
        return Err("the folder after = is missing".to_owned());
    }
    Ok((prefix.to_owned(), PathBuf::from(dir)))
}

/// Runs until SIGINT or SIGTERM. Exit code 0 after a clean stop, 2 where it could not start.
pub fn run(args: Args) -> ExitCode {
    match start(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn start(args: Args) -> Result<(), String> {
    let site = Site::open(&args.dir, &args.mount)?;
    let settings = Settings::read(&args.dir)?;
    let runtime = tokio::runtime::Runtime::new().map_err(|e| format!("The server could not start: {e}"))?;
    runtime.block_on(listen(&args, site, settings))
}

/// Serves a folder on a free port of this machine for as long as the process lives.
pub fn in_background(dir: &Path, mounts: &[(String, PathBuf)]) -> Result<SocketAddr, String> {
    let counter = Arc::new(Counter::new(Site::open(dir, mounts)?, Settings::read(dir)?));
    let runtime = tokio::runtime::Runtime::new().map_err(|e| e.to_string())?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).map_err(|e| e.to_string())?;
    let bound = listener.local_addr().map_err(|e| e.to_string())?;
    let router = Router::new().fallback(answer).with_state(counter);
    // It ends with the process: whoever asked for it has nothing else to do at its end.
    std::thread::spawn(move || runtime.block_on(axum::serve(listener, router).into_future()));
    Ok(bound)
}

async fn listen(args: &Args, site: Site, mut settings: Settings) -> Result<(), String> {
    let address = &args.listen;
    let listener = TcpListener::bind(address).await.map_err(|e| refusal(address, &e))?;
    let bound = listener.local_addr().map_err(|e| refusal(address, &e))?;
    let mut folders = vec![args.dir.clone()];
    folders.extend(args.mount.iter().map(|(_, dir)| dir.clone()));
    let database = args.database.as_deref();
    let service = service::open(folders, database, settings.service.as_ref(), settings.site.as_ref()).await?;
    if settings.site.is_none() {
        settings.site = Url::parse(&format!("http://{bound}/")).ok();
    }
    let counter = Arc::new(Counter::new(site, settings));
    let router = Router::new().fallback(answer).with_state(counter);
    match service {
        Some(service) => take_comments(listener, router, service, bound).await,
        None => show(listener, router, bound).await,
    }
}

/// Serves files and takes comments. What was taken is written before it ends.
async fn take_comments(
    listener: TcpListener,
    router: Router,
    service: Arc<Service>,
    bound: SocketAddr,
) -> Result<(), String> {
    let router = router.merge(daylight_service::router(service.clone()));
    let patience = Duration::from_secs(service.settings.limits.patience_seconds.into());
    let signal = stop_signal()?;
    // Before there is anybody, there is an administrator, whose password is told once.
    let first = service.first_administrator().await?;
    announce(bound);
    if let Some((name, password)) = first {
        use std::io::Write;
        let office = format!("http://{bound}{}/", service.settings.office);
        let line = format!(
            "office: {office} name: {name} password: {password} (shown once, to be changed at the first sign-in)"
        );
        // Whoever reads no further gets a new one by `daylight administrator`.
        let _ = writeln!(std::io::stdout(), "{line}");
    }
    daylight_service::connection::serve(listener, router, patience, FAREWELL, signal).await;
    service.store.close().await;
    Ok(())
}

async fn show(listener: TcpListener, router: Router, bound: SocketAddr) -> Result<(), String> {
    let (stopping, stop) = tokio::sync::watch::channel(false);
    let mut asked = stop.clone();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        // An error means that the sender is gone, which is as good a reason to stop.
        let _ = asked.changed().await;
    });
    let signal = stop_signal()?;
    announce(bound);
    let mut serving = tokio::spawn(serving.into_future());
    tokio::select! {
        ended = &mut serving => return ended.map_err(|e| e.to_string())?.map_err(|e| e.to_string()),
        () = signal => {}
    }
    // Nobody listens any more only if the server has just ended by itself.
    let _ = stopping.send(true);
    match tokio::time::timeout(FAREWELL, serving).await {
        Ok(ended) => ended.map_err(|e| e.to_string())?.map_err(|e| e.to_string()),
        Err(_) => Ok(()),
    }
}

async fn answer(State(counter): State<Arc<Counter>>, request: Request) -> Response {
    let (head, _body) = request.into_parts();
    // Files are read, hashed and compressed where blocking is allowed.
    match tokio::task::spawn_blocking(move || counter.answer(&head)).await {
        Ok(response) => response,
        Err(_) => reply::broken(),
    }
}

/// Says on standard output that the server is ready, so that whoever started it need not guess.
fn announce(bound: SocketAddr) {
    let mut out = std::io::stdout().lock();
    // A closed standard output is no reason not to serve.
    let _ = writeln!(out, "Daylight is listening on http://{bound}/").and_then(|()| out.flush());
}

fn refusal(address: &str, error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::AddrInUse => format!(
            "The address {address} is already in use. Stop the program that uses it, or choose another port: \
             --listen 127.0.0.1:8081 (port 0 takes a free one)."
        ),
        ErrorKind::PermissionDenied => format!(
            "This user may not listen on {address}. Ports below 1024 need the administrator: try --listen 127.0.0.1:8080."
        ),
        ErrorKind::AddrNotAvailable => {
            format!("The address {address} does not belong to this machine.")
        }
        _ => format!("Cannot listen on {address}: {error}. It is written as ADDRESS:PORT, for example 127.0.0.1:8080."),
    }
}

/// Ends at SIGINT or SIGTERM. The handlers are in place when this returns.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|e| e.to_string())?;
    let mut terminate = signal(SignalKind::terminate()).map_err(|e| e.to_string())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends at Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    Ok(async {
        // Where the handler cannot be set the system's own way of stopping remains.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
