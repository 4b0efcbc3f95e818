//! A connection that waits for a client that does not read, but not for ever.
//!
//! What a client has asked for and does not read is held in memory: sixty who read nothing held one and a half gigabytes. So whoever lets
//! writes wait must read at least [`LEAST`] bytes within the time that is allowed, or the connection ends. A client that reads at all,
//! however slow its line, is far above that.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep},
};

use crate::places::Place;

/// Bytes that must go out within the time, once writes wait: a thousand a second with the default of 30 s.
const LEAST: usize = 32 * 1024;

/// A connection with its place, which is given back when the connection ends, as a socket too.
#[derive(Debug)]
pub struct Patient<S> {
    stream: S,
    patience: Duration,
    /// While writes wait.
    waiting: Option<Waiting>,
    _place: Option<Place>,
}

/// Since when writes wait, and what went out since.
#[derive(Debug)]
struct Waiting {
    until: Pin<Box<Sleep>>,
    written: usize,
}

impl<S> Patient<S> {
    /// A connection that waits for so long.
    pub fn new(stream: S, patience: Duration, place: Option<Place>) -> Self {
        Self { stream, patience, waiting: None, _place: place }
    }

    /// A write went out, in part or whole, or has to wait.
    fn note(&mut self, outcome: Poll<io::Result<usize>>, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match outcome {
            Poll::Ready(Ok(count)) => {
                if let Some(waiting) = &mut self.waiting {
                    waiting.written += count;
                    if waiting.written >= LEAST {
                        self.waiting = None;
                    }
                }
                Poll::Ready(Ok(count))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let patience = self.patience;
                let waiting = self.waiting.get_or_insert_with(|| Waiting {
                    until: Box::pin(tokio::time::sleep_until(Instant::now() + patience)),
                    written: 0,
                });
                ready!(waiting.until.as_mut().poll(context));
                Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read")))
            }
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_write(context, bytes);
        this.note(outcome, context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_write_vectored(context, slices);
        this.note(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Asked for when everything has been written: nothing waits any more.
    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.waiting = None;
        Pin::new(&mut this.stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn a_client_that_does_not_read_is_given_up() {
        let (_client, server) = tokio::io::duplex(1024);
        let mut server = Patient::new(server, Duration::from_millis(50), None);
        let ended = server.write_all(&[0; 4096]).await.map_err(|error| error.kind());
        assert_eq!(ended, Err(io::ErrorKind::TimedOut));
    }

    /// Neither does a byte from time to time keep a response in memory.
    #[tokio::test]
    async fn a_client_that_hardly_reads_is_given_up() {
        let (mut client, server) = tokio::io::duplex(64);
        let mut server = Patient::new(server, Duration::from_millis(50), None);
        let reading = tokio::spawn(async move {
            let mut read = 0;
            while client.read_u8().await.is_ok() {
                read += 1;
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            read
        });
        let ended = server.write_all(&[0; LEAST]).await.map_err(|error| error.kind());
        assert_eq!(ended, Err(io::ErrorKind::TimedOut));
        drop(server);
        assert!(reading.await.expect("ends") < LEAST);
    }

    /// What counts is what went out since writes began to wait; enough of it, or all, and the time begins anew.
    #[tokio::test]
    async fn a_client_that_reads_has_the_time_again() {
        let (mut client, server) = tokio::io::duplex(1024);
        let mut server = Patient::new(server, Duration::from_secs(3600), None);
        let bytes = [0; 2 * LEAST];
        let mut buffer = vec![0; 1024];
        {
            let mut writing = std::pin::pin!(server.write_all(&bytes));
            assert!(futures::poll!(writing.as_mut()).is_pending());
            for _ in 0..LEAST / 1024 - 1 {
                client.read_exact(&mut buffer).await.expect("reads");
                assert!(futures::poll!(writing.as_mut()).is_pending());
            }
        }
        let waiting = server.waiting.as_ref().expect("it waits");
        assert_eq!(waiting.written, LEAST - 1024);
        client.read_exact(&mut buffer).await.expect("reads");
        server.write_all(&buffer).await.expect("there is room");
        assert!(server.waiting.is_none(), "enough went out");
        assert!(futures::poll!(std::pin::pin!(server.write_all(&bytes))).is_pending());
        assert!(server.waiting.is_some());
        server.flush().await.expect("a duplex has nothing to flush");
        assert!(server.waiting.is_none(), "all went out");
    }
}
