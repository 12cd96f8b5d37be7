//! A listener and a router in, answers out until asked to stop; then what is under way may still end. A head that does not arrive
//! in time ends its connection, so that slow clients hold nothing that others need.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// Who is at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// How long to wait where no connection can be taken, as when all file handles are in use.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop` ends, and then for up to `farewell` what is under way.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Duration,
    farewell: Duration,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(patience);
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => converse(&builder, &graceful, router.clone(), stream, peer),
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    // What has not ended by then is cut off.
    let _ = tokio::time::timeout(farewell, graceful.shutdown()).await;
}

fn converse(
    builder: &http1::Builder,
    graceful: &GracefulShutdown,
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
) {
    // Answers are small and whole: there is nothing to gather.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        let answer = router.clone().oneshot(request.map(Body::new));
        async move { answer.await.map_err(|never: Infallible| never) }
    });
    let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
    // A connection that breaks off concerns nobody but its client.
    tokio::spawn(async move { drop(connection.await) });
}
