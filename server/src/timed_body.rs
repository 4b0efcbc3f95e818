//! A request's body, which has to arrive in time: whoever sends a byte now and then holds a connection and what it was about.
//! (`tower-http`'s time limit for bodies begins anew with every piece, so it would let that pass.)

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::Sleep;

/// A body with the time that it has, from the first look at it on.
#[derive(Debug)]
pub struct TimedBody<B = Incoming> {
    body: B,
    time: Duration,
    until: Option<Pin<Box<Sleep>>>,
}

/// Why a body ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum BodyError<E: std::error::Error + 'static> {
    /// It did not arrive in time.
    #[error("the body did not arrive in time")]
    Late,
    /// The connection broke, or what came was no body.
    #[error(transparent)]
    Broken(E),
}

impl<B> TimedBody<B> {
    /// A body that has so long.
    pub const fn new(body: B, time: Duration) -> Self {
        Self { body, time, until: None }
    }
}

impl<B> Body for TimedBody<B>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: std::error::Error + 'static,
{
    type Data = Bytes;
    type Error = BodyError<B::Error>;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) {
            return Poll::Ready(frame.map(|frame| frame.map_err(BodyError::Broken)));
        }
        let until = this.until.get_or_insert_with(|| Box::pin(tokio::time::sleep(this.time)));
        until.as_mut().poll(context).map(|()| Some(Err(BodyError::Late)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
