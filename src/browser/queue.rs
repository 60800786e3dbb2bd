//! A queue with one reader that waits for what comes. As channels go it is the smallest: everything runs on one thread.

use std::{
    cell::RefCell,
    collections::VecDeque,
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
};

/// A queue; its copies are the same queue.
pub struct Queue<T>(Rc<RefCell<(VecDeque<T>, Option<Waker>)>>);

impl<T> Clone for Queue<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self(Rc::new(RefCell::new((VecDeque::new(), None))))
    }
}

impl<T> Queue<T> {
    /// Puts something at the end.
    pub fn send(&self, item: T) {
        let waker = {
            let mut queue = self.0.borrow_mut();
            queue.0.push_back(item);
            queue.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Takes the first, once there is one.
    pub async fn next(&self) -> T {
        poll_fn(|context| {
            let mut queue = self.0.borrow_mut();
            match queue.0.pop_front() {
                Some(item) => Poll::Ready(item),
                None => {
                    queue.1 = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::{future::Future, pin::pin, task::Context};

    use super::*;

    #[test]
    fn what_is_sent_is_taken_in_order_by_who_waits() {
        let queue = Queue::default();
        let mut context = Context::from_waker(Waker::noop());
        let (reader, mut taken) = (queue.clone(), pin!(async { (queue.next().await, queue.next().await) }));
        assert!(taken.as_mut().poll(&mut context).is_pending());
        reader.send(1);
        assert!(taken.as_mut().poll(&mut context).is_pending());
        reader.send(2);
        reader.send(3);
        assert_eq!(taken.as_mut().poll(&mut context), Poll::Ready((1, 2)));
    }
}
