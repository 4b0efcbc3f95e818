//! How many connections there may be at once: over all, and of one address.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use engine::limits::ip_prefix;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The places that there are.
#[derive(Debug)]
pub struct Places {
    all: Arc<Semaphore>,
    /// Those in use, by address.
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    /// None where a proxy stands in front, whose address all of them have.
    of_address: Option<usize>,
}

/// A place in use; dropping it gives it back.
#[derive(Debug)]
pub struct Place {
    _all: OwnedSemaphorePermit,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    address: IpAddr,
}

impl Places {
    /// So many over all, and so many of one address.
    pub fn new(all: usize, of_address: Option<usize>) -> Self {
        Self { all: Arc::new(Semaphore::new(all.min(Semaphore::MAX_PERMITS))), taken: Arc::default(), of_address }
    }

    /// Waits until there is one more place.
    pub async fn free(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.all).acquire_owned().await.ok()
    }

    /// Takes the place for an address; none where that has as many as it may.
    pub fn take(&self, free: OwnedSemaphorePermit, address: IpAddr) -> Option<Place> {
        let address = ip_prefix(address);
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if self.of_address.is_some_and(|most| *count >= most) {
            return None;
        }
        *count += 1;
        Some(Place { _all: free, taken: Arc::clone(&self.taken), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_has_so_many_places_and_gets_them_back() {
        let places = Places::new(10, Some(2));
        let (here, there) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let take = async |address| places.take(places.free().await.expect("one is free"), address);
        let (first, _second) = (take(here).await.expect("a place"), take(here).await.expect("a place"));
        assert!(take(here).await.is_none());
        let _other = take(there).await.expect("another address is not concerned");
        drop(first);
        assert!(take(here).await.is_some());
        assert_eq!(places.taken.lock().expect("not poisoned").len(), 2, "who has no place is not remembered");
    }

    #[tokio::test]
    async fn over_all_there_are_so_many_and_others_wait() {
        let places = Places::new(1, None);
        let first = places.take(places.free().await.expect("one is free"), IpAddr::from([192, 0, 2, 1]));
        let mut next = std::pin::pin!(places.free());
        assert!(futures::poll!(next.as_mut()).is_pending());
        drop(first);
        assert!(next.await.is_some());
    }
}
