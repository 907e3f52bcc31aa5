//! A line between the application and its database server that a test can cut.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Carries everything.
    Open,
    /// Ends what is open, and whatever comes.
    Refuses,
    /// Takes everything and answers nothing.
    Hangs,
}

/// Stands before a database server.
pub struct Switchboard {
    url: String,
    line: Arc<watch::Sender<Line>>,
}

impl Switchboard {
    /// Before the server of this address, `postgres://user@host:port/name`.
    pub async fn before(url: &str) -> Self {
        let (credentials, rest) = url.rsplit_once('@').expect("a user");
        let (host, name) = rest.split_once('/').expect("a name");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("listens");
        let address: SocketAddr = listener.local_addr().expect("an address");
        let line = Arc::new(watch::channel(Line::Open).0);
        tokio::spawn(take_calls(listener, host.to_owned(), Arc::clone(&line)));
        Self { url: format!("{credentials}@{address}/{name}"), line }
    }

    /// The address to reach the database by this line.
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// From now on the line does so.
    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

async fn take_calls(listener: TcpListener, host: String, line: Arc<watch::Sender<Line>>) {
    while let Ok((near, _)) = listener.accept().await {
        tokio::spawn(carry(near, host.clone(), line.subscribe()));
    }
}

/// Carries bytes both ways as long as the line is open; a call that hung stays dead.
async fn carry(mut near: TcpStream, host: String, mut line: watch::Receiver<Line>) {
    let now = *line.borrow_and_update();
    match now {
        Line::Open => {
            let Ok(mut far) = TcpStream::connect(host).await else { return };
            let (mut from_near, mut to_near) = near.split();
            let (mut from_far, mut to_far) = far.split();
            let both = async {
                tokio::join!(copy(&mut from_near, &mut to_far), copy(&mut from_far, &mut to_near));
            };
            tokio::select! {
                () = both => return,
                _ = line.changed() => {}
            }
            if *line.borrow() != Line::Hangs {
                return;
            }
        }
        Line::Refuses => return,
        Line::Hangs => {}
    }
    let mut ignored = [0; 1024];
    while near.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
}

async fn copy(from: &mut (impl AsyncRead + Unpin), to: &mut (impl AsyncWrite + Unpin)) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        if to.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
}
