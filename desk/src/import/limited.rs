//! A reader that lets only so many bytes through before somebody says that all is well: a parser that gathers a node or a cell in memory
//! is stopped before it has gathered too much.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

/// How many bytes may still come.
#[derive(Clone, Debug)]
pub struct Allowance(Rc<Cell<u64>>, u64);

impl Allowance {
    /// `limit` bytes at a time.
    pub fn new(limit: u64) -> Self {
        Self(Rc::new(Cell::new(limit)), limit)
    }

    /// What came was used: as many again may come.
    pub fn renew(&self) {
        self.0.set(self.1);
    }

    /// Whether it is used up.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

/// The reader. `read` is how far it came, for a bar that shows it.
pub struct Limited<R> {
    inner: R,
    allowance: Allowance,
    read: Rc<Cell<u64>>,
}

impl<R> Limited<R> {
    /// A reader under an allowance.
    pub fn new(inner: R, allowance: &Allowance) -> Self {
        Self { inner, allowance: allowance.clone(), read: Rc::default() }
    }

    /// How many bytes came so far; it goes on counting.
    pub fn count(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.read)
    }

    fn used(&mut self, bytes: usize) {
        let left = self.allowance.0.get();
        self.allowance.0.set(left.saturating_sub(bytes as u64));
        self.read.set(self.read.get() + bytes as u64);
    }

    fn check(&self) -> io::Result<()> {
        if self.allowance.is_spent() {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("more than {} bytes in one piece", self.allowance.1),
            ));
        }
        Ok(())
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.check()?;
        let read = self.inner.read(buffer)?;
        self.used(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.check()?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.inner.consume(bytes);
        self.used(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_is_too_long_ends_the_reading() {
        let allowance = Allowance::new(100);
        let mut reader = Limited::new(io::repeat(b'x'), &allowance);
        let mut ten = [0; 10];
        for _ in 0..30 {
            reader.read_exact(&mut ten).expect("reads");
            allowance.renew();
        }
        let mut all = Vec::new();
        let error = reader.read_to_end(&mut all).expect_err("too long");
        assert!(error.to_string().contains("100 bytes") && all.len() < 200, "{error}");
    }
}
