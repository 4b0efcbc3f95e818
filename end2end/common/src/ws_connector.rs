//! The upgrade to a socket, as a program does it that is no browser.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error,
        client::IntoClientRequest as _,
        http::{HeaderValue, header::AUTHORIZATION},
        protocol::WebSocketConfig,
    },
};

use crate::run_error::{Result, RunError};

/// Sockets from one loopback address: the system has some 28 000 ports for each.
const PER_SOURCE: usize = 10_000;

/// Where sockets lead.
#[derive(Clone, Debug)]
pub struct WsConnector {
    address: SocketAddr,
    authority: String,
}

impl WsConnector {
    /// The door of `http://host:port`.
    ///
    /// # Errors
    /// It is no such address.
    pub async fn find(url: &str) -> Result<Self> {
        let asked = || RunError::Asked(format!("{url} is no address such as http://127.0.0.1:3000"));
        let authority = url.strip_prefix("http://").ok_or_else(asked)?.trim_end_matches('/').to_owned();
        let address = tokio::net::lookup_host(&authority).await.map_err(|_| asked())?.next().ok_or_else(asked)?;
        Ok(Self { address, authority })
    }

    /// Opens socket number `number` at a path such as `/api/v1/ws`, within `patience`. Its buffers are so small that thousands
    /// are cheap for the client too.
    ///
    /// # Errors
    /// The connection or the upgrade failed, or took too long.
    pub async fn upgrade(
        &self,
        number: usize,
        path: &str,
        token: &str,
        patience: Duration,
    ) -> Result<WebSocketStream<TcpStream>> {
        let late = |_| RunError::Late { what: "opening a socket", limit: patience };
        tokio::time::timeout(patience, self.enter(number, path, token)).await.map_err(late)?
    }

    async fn enter(&self, number: usize, path: &str, token: &str) -> Result<WebSocketStream<TcpStream>> {
        let refused = |error: Error| match error {
            Error::Http(response) if response.status() == 429 => RunError::Limited,
            error => RunError::Socket(error.to_string()),
        };
        let mut request = format!("ws://{}{path}", self.authority).into_client_request().map_err(refused)?;
        let bearer = HeaderValue::try_from(format!("Bearer {token}")).map_err(|e| RunError::Socket(e.to_string()))?;
        request.headers_mut().insert(AUTHORIZATION, bearer);
        let stream = self.connect(number).await.map_err(RunError::system("connecting"))?;
        let config = WebSocketConfig::default().read_buffer_size(1024).write_buffer_size(0);
        let (socket, _) = client_async_with_config(request, stream, Some(config)).await.map_err(refused)?;
        Ok(socket)
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
        assert!(WsConnector::find("https://127.0.0.1:3000").await.is_err());
        assert!(WsConnector::find("127.0.0.1:3000").await.is_err());
        let door = WsConnector::find("http://127.0.0.1:3000/").await.expect("an address");
        assert_eq!(door.address.to_string(), "127.0.0.1:3000");
    }
}
