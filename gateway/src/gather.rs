//! When the nodes are asked: as soon as every resolver of a request waits, and not before.
//!
//! A DataLoader usually waits a millisecond and hopes that all wishes are in. Here the request itself is run until it
//! stands still; whatever it then waits for is loaded. So a country gets one request, on a busy machine too, and no
//! time is lost.

use async_graphql::{Data, Executor, Request, Response};
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, FuturesUnordered};
use futures_util::{Stream, StreamExt};
use std::any::TypeId;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// Loads that are under way.
type Loads = FuturesUnordered<BoxFuture<'static, ()>>;

/// The loads that one request waits for.
#[derive(Clone, Default)]
pub struct Gather(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl Gather {
    /// Adds a load, to be run when the request stands still.
    pub fn add(&self, load: BoxFuture<'static, ()>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(load);
    }

    fn take(&self) -> Vec<BoxFuture<'static, ()>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs a request together with what it waits for. Both end together, so a caller who leaves stops the loads.
    pub async fn run<T>(&self, request: impl Future<Output = T>) -> T {
        let (mut request, mut loads) = (pin!(request), Loads::new());
        poll_fn(|context| self.poll(&mut loads, context, |context| request.as_mut().poll(context))).await
    }

    /// Runs a request that is answered in parts, in the same way.
    pub fn run_each<T>(self, mut parts: BoxStream<'static, T>) -> impl Stream<Item = T> + Send {
        let mut loads = Loads::new();
        stream::poll_fn(move |context| self.poll(&mut loads, context, |context| parts.poll_next_unpin(context)))
    }

    fn poll<T>(
        &self,
        loads: &mut Loads,
        context: &mut Context<'_>,
        mut request: impl FnMut(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        loop {
            if let Poll::Ready(done) = request(context) {
                return Poll::Ready(done);
            }
            loads.extend(self.take());
            // A load that is done has woken resolvers: they go first, for they may want more.
            if !matches!(loads.poll_next_unpin(context), Poll::Ready(Some(()))) {
                return Poll::Pending;
            }
        }
    }
}

/// The loads that a request brings, or none.
fn of(request: &Request) -> Gather {
    let gather = request.data.get(&TypeId::of::<Gather>()).and_then(|data| data.downcast_ref::<Gather>());
    gather.cloned().unwrap_or_default()
}

/// An executor whose requests gather what they wait for. (An extension of the schema could do the same, but any
/// extension makes every single field slower.)
#[derive(Clone)]
pub struct Gathering<E>(pub E);

impl<E: Executor> Executor for Gathering<E> {
    async fn execute(&self, request: Request) -> Response {
        of(&request).run(self.0.execute(request)).await
    }

    fn execute_stream(&self, request: Request, session: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        let gather = of(&request);
        gather.run_each(self.0.execute_stream(request, session)).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join3;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn loads_begin_only_when_everything_waits() {
        let (gather, wishes, at_load) =
            (Gather::default(), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let wish = || async {
            let (tell, told) = oneshot::channel();
            wishes.fetch_add(1, Ordering::SeqCst);
            let (wishes, at_load) = (Arc::clone(&wishes), Arc::clone(&at_load));
            gather.add(Box::pin(async move {
                at_load.fetch_max(wishes.load(Ordering::SeqCst), Ordering::SeqCst);
                let _ = tell.send(());
            }));
            told.await.unwrap();
        };
        gather.run(join3(wish(), wish(), wish())).await;
        assert_eq!((wishes.load(Ordering::SeqCst), at_load.load(Ordering::SeqCst)), (3, 3));
    }

    #[tokio::test]
    async fn a_load_may_lead_to_another() {
        let gather = Gather::default();
        let wish = |n: u8| {
            let (tell, told) = oneshot::channel();
            gather.add(Box::pin(async move { tell.send(n).unwrap() }));
            told
        };
        let sum = gather.run(async { wish(1).await.unwrap() + wish(2).await.unwrap() }).await;
        assert_eq!(sum, 3);
    }
}
