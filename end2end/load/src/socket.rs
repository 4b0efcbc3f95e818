//! One socket in one group, with buffers so small that thousands are cheap for this program too.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use futures::{SinkExt as _, StreamExt as _};
use tertulia::{
    ids::{GroupId, Seq},
    protocol::{ClientFrame, ServerFrame},
};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest as _,
        http::{HeaderValue, header::AUTHORIZATION},
        protocol::WebSocketConfig,
    },
};

use crate::trouble::{Result, Trouble};

/// How long it may take from the connection to the first live frame.
const OPEN_TIME: Duration = Duration::from_secs(30);
/// How long a frame of ours may take out.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// Sockets from one loopback address: the system has some 28 000 ports for each.
const PER_SOURCE: usize = 10_000;
/// Sockets that may be opening at the same time.
pub(crate) const AT_ONCE: usize = 50;

/// Where the sockets lead.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    address: SocketAddr,
    authority: String,
}

impl Door {
    /// The door of `http://host:port`.
    pub(crate) async fn find(url: &str) -> Result<Self> {
        let asked = || Trouble::Asked(format!("{url} is no address such as http://127.0.0.1:3000"));
        let authority = url.strip_prefix("http://").ok_or_else(asked)?.trim_end_matches('/').to_owned();
        let address = tokio::net::lookup_host(&authority).await.map_err(|_| asked())?.next().ok_or_else(asked)?;
        Ok(Self { address, authority })
    }

    /// Opens socket number `number` into a group and waits until it is live.
    pub(crate) async fn open(&self, number: usize, group: GroupId, token: &str) -> Result<Socket> {
        let late = |_| Trouble::Late { what: "opening a socket", limit: OPEN_TIME };
        tokio::time::timeout(OPEN_TIME, self.enter(number, group, token)).await.map_err(late)?
    }

    async fn enter(&self, number: usize, group: GroupId, token: &str) -> Result<Socket> {
        let refused = |error: Error| match error {
            Error::Http(response) if response.status() == 429 => Trouble::Limited,
            error => Trouble::Socket(error.to_string()),
        };
        let uri = format!("ws://{}/api/v1/ws/{group}", self.authority);
        let mut request = uri.into_client_request().map_err(refused)?;
        let bearer = HeaderValue::try_from(format!("Bearer {token}")).map_err(|e| Trouble::Socket(e.to_string()))?;
        request.headers_mut().insert(AUTHORIZATION, bearer);
        let stream = self.connect(number).await.map_err(Trouble::system("connecting"))?;
        let config = WebSocketConfig::default().read_buffer_size(1024).write_buffer_size(0);
        let (inner, _) = client_async_with_config(request, stream, Some(config)).await.map_err(refused)?;
        let mut socket = Socket { inner, head: Seq::ZERO };
        loop {
            match socket.hear().await.map_err(Trouble::Socket)? {
                ServerFrame::Live { head, .. } => {
                    socket.head = head;
                    return Ok(socket);
                }
                ServerFrame::Error(problem) => return Err(Trouble::Socket(problem.message)),
                _ => {}
            }
        }
    }

    async fn connect(&self, number: usize) -> std::io::Result<TcpStream> {
        let stream = match self.address {
            SocketAddr::V4(to) if to.ip().is_loopback() => {
                let socket = TcpSocket::new_v4()?;
                socket.bind(SocketAddr::new(source(number), 0))?;
                socket.connect(self.address).await?
            }
            _ => TcpStream::connect(self.address).await?,
        };
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}

/// 127.0.0.2, .3, …: all of 127.0.0.0/8 is this machine.
fn source(number: usize) -> IpAddr {
    let block = u8::try_from(2 + number / PER_SOURCE).unwrap_or(u8::MAX);
    IpAddr::V4(Ipv4Addr::new(127, 0, 0, block))
}

/// An open socket.
#[derive(Debug)]
pub(crate) struct Socket {
    inner: WebSocketStream<TcpStream>,
    /// The group's newest seq when the socket went live.
    pub(crate) head: Seq,
}

impl Socket {
    /// The next frame, pings answered; or how the socket ended. Cancel safe but for an answer to a ping.
    pub(crate) async fn hear(&mut self) -> std::result::Result<ServerFrame, String> {
        loop {
            let text = match self.inner.next().await {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(frame))) => return Err(ending(frame.map(|frame| frame.code.into()))),
                Some(Ok(_)) => continue,
                Some(Err(error)) => return Err(error.to_string()),
                None => return Err(ending(None)),
            };
            match serde_json::from_str(&text) {
                Ok(ServerFrame::Ping { .. }) => self.say(&ClientFrame::Pong).await?,
                Ok(frame) => return Ok(frame),
                Err(error) => return Err(format!("a frame that is none of the contract's: {error}")),
            }
        }
    }

    /// Sends a frame.
    pub(crate) async fn say(&mut self, frame: &ClientFrame) -> std::result::Result<(), String> {
        let text = serde_json::to_string(frame).map_err(|error| error.to_string())?;
        match tokio::time::timeout(WRITE_TIME, self.inner.send(Message::Text(text.into()))).await {
            Ok(sent) => sent.map_err(|error| error.to_string()),
            Err(_) => Err("the server did not read for ten seconds".to_owned()),
        }
    }

    /// Says goodbye, without waiting for the answer.
    pub(crate) async fn part(mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(1), self.inner.close(None)).await;
    }
}

fn ending(code: Option<u16>) -> String {
    code.map_or_else(|| "closed by the server without a code".to_owned(), |code| format!("closed with {code}"))
}

/// Raises the limit of open files, each socket being one, and says so if it is too low for `sockets`.
pub(crate) fn make_room(sockets: u32) -> Result<()> {
    /// Everything else that is open: HTTP connections, standard streams, the runtime.
    const OTHERS: u64 = 100;
    let files = rlimit::increase_nofile_limit(u64::MAX).map_err(Trouble::system("the limit of open files"))?;
    if u64::from(sockets) + OTHERS > files {
        return Err(Trouble::Asked(format!("{sockets} sockets do not fit: this process may open {files} files")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_change_before_ports_run_short() {
        assert_eq!(source(0).to_string(), "127.0.0.2");
        assert_eq!(source(9_999).to_string(), "127.0.0.2");
        assert_eq!(source(10_000).to_string(), "127.0.0.3");
    }

    #[tokio::test]
    async fn only_plain_http_addresses_lead_anywhere() {
        assert!(Door::find("https://127.0.0.1:3000").await.is_err());
        assert!(Door::find("127.0.0.1:3000").await.is_err());
        let door = Door::find("http://127.0.0.1:3000/").await.expect("an address");
        assert_eq!(door.address.to_string(), "127.0.0.1:3000");
    }
}
