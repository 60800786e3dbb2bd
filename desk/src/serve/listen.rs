//! The socket: accepting connections, and ending when the system says so. Whoever sends no request in time is not
//! waited for.

use std::{future::Future, io, net::SocketAddr, pin::pin, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    select,
    signal::unix::{SignalKind, signal},
    time::sleep,
};
use tower::ServiceExt;

use super::{ServeError, flags::Peer};

/// How long a request's head may take, and an idle connection may stay.
const HEAD: Duration = Duration::from_secs(30);
/// How long answers under way may take when the desk ends.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// Listens on an address; returns it with the port that it got.
pub async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::Taken(address),
        _ => ServeError::Listen(address, error),
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Ends when SIGINT or SIGTERM comes. From this call on neither ends the process by itself.
pub fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Answers requests until `stop` ends; then answers what is under way, and no more.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => answer(stream, peer, &http, router.clone(), &connections),
                Err(error) => {
                    // Out of file descriptors, most likely: some will be free soon.
                    tracing::warn!("a connection could not be accepted: {error}");
                    sleep(Duration::from_millis(100)).await;
                }
            },
            () = &mut stop => break,
        }
    }
    drop(listener);
    tracing::info!("ending");
    select! {
        () = connections.shutdown() => {}
        () = sleep(LAST_ANSWERS) => tracing::warn!("ended with answers under way"),
    }
}

fn answer(stream: TcpStream, peer: SocketAddr, http: &http1::Builder, router: Router, connections: &GracefulShutdown) {
    // Who sends too much is known by where the connection comes from; it is never logged.
    let router = router.map_request(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(Peer(peer.ip()));
        request
    });
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!("a connection broke off: {error}");
        }
    });
}
