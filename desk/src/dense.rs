//! The code in which bytes stand in the single file: one sign of windows-1252 for a byte, where base64 takes one and a
//! third. A page cannot hold every byte: NUL and carriage return are changed when it is read, and "<" could end the element.
//! So in each run of bytes all are moved by the same number, one with which none of them becomes such a sign; the
//! number stands first, as a sign itself. `boot/file/dense.js` reads it.

/// What may not stand in the page.
const BAD: [u8; 3] = [0, b'\r', b'<'];
/// How many bytes are moved together: as many as possible. In the shortest run each byte rules out three of the 253
/// numbers, so that one always remains.
const RUNS: [usize; 3] = [256, 128, 84];

/// Bytes as they stand in the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dense {
    /// How many bytes follow each number.
    pub run: usize,
    /// The signs.
    pub signs: Vec<u8>,
}

/// The signs that stand for `bytes`, in the longest runs that are possible.
pub fn dense(bytes: &[u8]) -> Dense {
    let found = RUNS.iter().find_map(|&run| Some(Dense { run, signs: signs(bytes, run)? }));
    found.unwrap_or_else(|| unreachable!("a run of 84 bytes can always be moved"))
}

fn signs(bytes: &[u8], run: usize) -> Option<Vec<u8>> {
    let mut signs = Vec::with_capacity(bytes.len() + bytes.len() / run + 1);
    for run in bytes.chunks(run) {
        let by = number(run)?;
        signs.push(by);
        signs.extend(run.iter().map(|byte| byte.wrapping_add(by)));
    }
    Some(signs)
}

/// The smallest number with which no byte becomes a bad one.
fn number(run: &[u8]) -> Option<u8> {
    let mut is_bad = [false; 256];
    for bad in BAD {
        is_bad[usize::from(bad)] = true;
        for byte in run {
            is_bad[usize::from(bad.wrapping_sub(*byte))] = true;
        }
    }
    (0..=u8::MAX).find(|by| !is_bad[usize::from(*by)])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BAD, dense};

    fn read(dense: &super::Dense) -> Vec<u8> {
        dense
            .signs
            .chunks(dense.run + 1)
            .flat_map(|run| run[1..].iter().map(|sign| sign.wrapping_sub(run[0])))
            .collect()
    }

    #[test]
    fn bytes_that_leave_a_long_run_no_number_stand_in_shorter_ones() {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        let coded = dense(&all);
        assert_eq!((coded.run, read(&coded)), (128, all));
        // Half of all bytes, every second: with 0 and 13 they rule out all numbers.
        let hard: Vec<u8> = (0..=u8::MAX).filter(|b| b % 2 == 0).chain((0..=u8::MAX).filter(|b| b % 2 == 1)).collect();
        let coded = dense(&hard);
        assert_eq!((coded.run, read(&coded)), (84, hard));
    }

    #[test]
    fn nothing_is_nothing() {
        assert!(dense(&[]).signs.is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_come_out_the_same_and_no_sign_is_a_bad_one(bytes in prop::collection::vec(any::<u8>(), 0..1200)) {
            let coded = dense(&bytes);
            prop_assert!(!coded.signs.iter().any(|sign| BAD.contains(sign)));
            prop_assert_eq!(read(&coded), bytes);
        }
    }
}
