//! A TCP proxy that does to connections what networks do. Small and of our own, because what it must do is below what the
//! libraries of this kind offer: to end with FIN or with RST, to let a number of bytes through and no more, to keep one end
//! alive when the other is gone, and to hold back everything that a server says until it has been killed.

mod carrier;
mod pump;

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use common::{Result, RunError};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
    task::JoinHandle,
};

use crate::plan::{ConnectionFault, How};

/// Orders that may wait for one connection; more than ever do.
const ORDERS: usize = 16;

/// What all connections share.
#[derive(Debug)]
struct Shared {
    /// Where the server is now; none while there is none.
    server: watch::Receiver<Option<SocketAddr>>,
    /// While true, nothing that the server says passes.
    withheld: watch::Sender<bool>,
    /// The living connections, oldest first, so that a number picks one.
    living: Mutex<Vec<(u64, mpsc::Sender<ConnectionFault>)>>,
    /// Numbers them.
    next: AtomicU64,
}

/// A running proxy; ends with this value.
#[derive(Debug)]
pub(crate) struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Listens on a free port of the loopback, in front of wherever the server is.
    pub(crate) async fn start(server: watch::Receiver<Option<SocketAddr>>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(RunError::system("the proxy's port"))?;
        let address = listener.local_addr().map_err(RunError::system("the proxy's port"))?;
        let (withheld, living, next) = (watch::Sender::new(false), Mutex::default(), AtomicU64::new(1));
        let shared = Arc::new(Shared { server, withheld, living, next });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, task })
    }

    /// `http://host:port`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Does something to one of the living connections; says whether there was one to be hit.
    pub(crate) fn hit(&self, pick: usize, fault: ConnectionFault) -> bool {
        let living = self.shared.living();
        let Some(place) = pick.checked_rem(living.len()) else { return false };
        living[place].1.try_send(fault).is_ok()
    }

    /// Ends every connection.
    pub(crate) fn cut_all(&self, how: How) {
        for (_, orders) in self.shared.living().iter() {
            let _ = orders.try_send(ConnectionFault::Cut(how));
        }
    }

    /// Whether what the server says is held back.
    pub(crate) fn withhold(&self, withheld: bool) {
        self.shared.withheld.send_replace(withheld);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn living(&self) -> std::sync::MutexGuard<'_, Vec<(u64, mpsc::Sender<ConnectionFault>)>> {
        self.living.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        // Out of files or ports: the next one may succeed.
        let Ok((client, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        tokio::spawn(serve(client, Arc::clone(&shared)));
    }
}

/// One connection. Where there is no server it is refused as the system would refuse it.
async fn serve(client: TcpStream, shared: Arc<Shared>) {
    let server = *shared.server.borrow();
    let upstream = match server {
        Some(address) => TcpStream::connect(address).await.ok(),
        None => None,
    };
    let Some(upstream) = upstream else {
        let _ = client.set_zero_linger();
        return;
    };
    let (orders, waiting) = mpsc::channel(ORDERS);
    let number = shared.next.fetch_add(1, Ordering::Relaxed);
    shared.living().push((number, orders));
    carrier::carry(client, upstream, waiting, shared.withheld.subscribe()).await;
    shared.living().retain(|(other, _)| *other != number);
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::plan::{Side, Way};

    /// A proxy with one connection through it: what the client has, and what the server has.
    async fn through() -> (Proxy, TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let (_server, address) = watch::channel(Some(listener.local_addr().expect("bound")));
        let proxy = Proxy::start(address).await.expect("starts");
        let mut client = TcpStream::connect(proxy.address).await.expect("connects");
        let (mut server, _) = listener.accept().await.expect("comes through");
        exchange(&mut client, &mut server).await;
        (proxy, client, server)
    }

    async fn exchange(client: &mut TcpStream, server: &mut TcpStream) {
        client.write_all(b"hola").await.expect("written");
        server.write_all(b"buenas").await.expect("written");
        let (mut up, mut down) = ([0; 4], [0; 6]);
        server.read_exact(&mut up).await.expect("passes");
        client.read_exact(&mut down).await.expect("passes");
        assert_eq!((&up, &down), (b"hola", b"buenas"));
    }

    #[tokio::test]
    async fn it_ends_in_good_order_or_with_a_reset() {
        let (proxy, mut client, _server) = through().await;
        assert!(proxy.hit(3, ConnectionFault::Cut(How::Fin)));
        assert_eq!(client.read(&mut [0; 9]).await.expect("in good order"), 0);
        let (proxy, mut client, mut server) = through().await;
        assert!(proxy.hit(0, ConnectionFault::Cut(How::Rst)));
        for end in [&mut client, &mut server] {
            let error = end.read(&mut [0; 9]).await.expect_err("reset");
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
        }
    }

    #[tokio::test]
    async fn so_many_bytes_pass_and_no_more() {
        let (proxy, mut client, mut server) = through().await;
        assert!(proxy.hit(0, ConnectionFault::Truncate { way: Way::Down, bytes: 5, how: How::Fin }));
        tokio::time::sleep(Duration::from_millis(20)).await;
        server.write_all(b"abc").await.expect("written");
        server.write_all(b"defghi").await.expect("written");
        let mut all = Vec::new();
        client.read_to_end(&mut all).await.expect("in good order");
        assert_eq!(all, b"abcde");
    }

    #[tokio::test]
    async fn what_was_stalled_arrives_later() {
        let (proxy, mut client, mut server) = through().await;
        assert!(proxy.hit(0, ConnectionFault::Stall(Duration::from_millis(200))));
        tokio::time::sleep(Duration::from_millis(20)).await;
        client.write_all(b"later").await.expect("written");
        let mut late = [0; 5];
        let early = tokio::time::timeout(Duration::from_millis(50), server.read_exact(&mut late)).await;
        assert!(early.is_err(), "it passed");
        server.read_exact(&mut late).await.expect("arrives");
        assert_eq!(&late, b"later");
        exchange(&mut client, &mut server).await;
    }

    #[tokio::test]
    async fn a_half_open_end_hears_nothing_while_the_other_is_gone() {
        for side in [Side::Client, Side::Server] {
            let (proxy, client, server) = through().await;
            assert!(proxy.hit(0, ConnectionFault::HalfOpen(side)));
            let (mut kept, mut gone) = if side == Side::Client { (client, server) } else { (server, client) };
            assert!(gone.read(&mut [0; 9]).await.is_err(), "{side:?}: reset");
            kept.write_all(b"is anybody there?").await.expect("goes nowhere");
            let heard = tokio::time::timeout(Duration::from_millis(50), kept.read(&mut [0; 9])).await;
            assert!(heard.is_err(), "{side:?}: {heard:?}");
        }
    }

    #[tokio::test]
    async fn what_the_server_says_is_held_back_while_it_goes_on_hearing() {
        let (proxy, mut client, mut server) = through().await;
        proxy.withhold(true);
        client.write_all(b"store").await.expect("written");
        server.read_exact(&mut [0; 5]).await.expect("hears");
        server.write_all(b"stored").await.expect("written");
        let mut answer = [0; 6];
        let early = tokio::time::timeout(Duration::from_millis(50), client.read_exact(&mut answer)).await;
        assert!(early.is_err(), "it passed");
        proxy.withhold(false);
        client.read_exact(&mut answer).await.expect("passes");
    }

    #[tokio::test]
    async fn without_a_server_a_connection_is_refused_and_nobody_is_hit() {
        let (_server, address) = watch::channel(None);
        let proxy = Proxy::start(address).await.expect("starts");
        let mut client = TcpStream::connect(proxy.address).await.expect("connects");
        assert!(client.read(&mut [0; 9]).await.is_err());
        assert!(!proxy.hit(5, ConnectionFault::Cut(How::Rst)));
    }
}
