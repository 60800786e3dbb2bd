//! Signals and memos as the app uses them: Leptos's, of one type for all that they hold. Each type that they are used
//! with would else bring two kilobytes of code, and each place where one is read another half.

use std::{any::Any, marker::PhantomData, sync::Arc};

use leptos::prelude::{Effect, Get, GetUntracked, Memo, RwSignal, Set};

type Held = Arc<dyn Any + Send + Sync>;

/// A value that can be set, and that is followed by who reads it. Cheap to copy.
pub struct Var<T>(RwSignal<Held>, PhantomData<fn() -> T>);

impl<T> Clone for Var<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Var<T> {}

impl<T: Send + Sync + 'static> Var<T> {
    /// A signal with its first value.
    pub fn new(value: T) -> Self {
        Self(signal(Arc::new(value)), PhantomData)
    }

    /// Sets the value, and tells who follows it.
    pub fn set(self, value: T) {
        set(self.0, Arc::new(value));
    }

    /// Sets the value, unless the page that it belongs to is gone.
    pub fn try_set(self, value: T) {
        try_set(self.0, Arc::new(value));
    }

    /// What `f` makes of the value; what runs now will run again when it changes.
    pub fn with<R>(self, f: impl FnOnce(&T) -> R) -> R {
        f(own(&read(self.0)))
    }

    /// What `f` makes of the value, without following it.
    pub fn with_untracked<R>(self, f: impl FnOnce(&T) -> R) -> R {
        f(own(&look(self.0)))
    }

    /// Follows the value without reading it.
    pub fn track(self) {
        read(self.0);
    }
}

impl<T: Clone + Send + Sync + 'static> Var<T> {
    /// Changes the value, and tells who follows it.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }

    /// The value; what runs now will run again when it changes.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value, without following it.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// A value made of others, made anew when they change, and followed where it really differs. Cheap to copy.
pub struct Derived<T>(Memo<Kept>, PhantomData<fn() -> T>);

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

impl<T: PartialEq + Send + Sync + 'static> Derived<T> {
    /// What `f` makes of the signals that it reads.
    pub fn new(f: impl Fn() -> T + Send + Sync + 'static) -> Self {
        Self::from_last(move |_| f())
    }

    /// What `f` makes of the signals that it reads and of its own last value.
    pub fn from_last(f: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Self {
        let same: fn(&Held, &Held) -> bool = |a, b| own::<T>(a) == own::<T>(b);
        let make = move |last: Option<&Kept>| Kept { value: Arc::new(f(last.map(|k| own(&k.value)))), same };
        Self(memo(Box::new(make)), PhantomData)
    }

    /// What `f` makes of the value; what runs now will run again when it changes.
    pub fn with<R>(self, f: impl FnOnce(&T) -> R) -> R {
        f(own(&read_memo(self.0)))
    }

    /// What `f` makes of the value, without following it.
    pub fn with_untracked<R>(self, f: impl FnOnce(&T) -> R) -> R {
        f(own(&look_memo(self.0)))
    }
}

impl<T: PartialEq + Clone + Send + Sync + 'static> Derived<T> {
    /// The value; what runs now will run again when it changes.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value, without following it.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

/// Runs `f` after the page is drawn, and again whenever a signal changes that it reads.
pub fn effect(f: impl FnMut() + 'static) {
    run(Box::new(f));
}

/// What a memo keeps, and how two of it are compared.
#[derive(Clone)]
struct Kept {
    value: Held,
    same: fn(&Held, &Held) -> bool,
}

type Make = Box<dyn Fn(Option<&Kept>) -> Kept + Send + Sync>;

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        (self.same)(&self.value, &other.value)
    }
}

fn own<T: 'static>(held: &Held) -> &T {
    match held.downcast_ref() {
        Some(value) => value,
        None => unreachable!("it holds what was put into it"),
    }
}

// Each of these once, instead of once for every place that reads.

#[inline(never)]
fn signal(value: Held) -> RwSignal<Held> {
    RwSignal::new(value)
}

#[inline(never)]
fn set(signal: RwSignal<Held>, value: Held) {
    signal.set(value);
}

#[inline(never)]
fn try_set(signal: RwSignal<Held>, value: Held) {
    drop(signal.try_set(value));
}

#[inline(never)]
fn read(signal: RwSignal<Held>) -> Held {
    signal.get()
}

#[inline(never)]
fn look(signal: RwSignal<Held>) -> Held {
    signal.get_untracked()
}

#[inline(never)]
fn memo(make: Make) -> Memo<Kept> {
    Memo::new(make)
}

#[inline(never)]
fn read_memo(memo: Memo<Kept>) -> Held {
    memo.get().value
}

#[inline(never)]
fn look_memo(memo: Memo<Kept>) -> Held {
    memo.get_untracked().value
}

#[inline(never)]
fn run(mut f: Box<dyn FnMut()>) {
    Effect::new(move |_| f());
}
