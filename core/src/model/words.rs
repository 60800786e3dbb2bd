//! Enums whose values are words of the wire, or of a database: each with its word, and read from it.

/// Makes such an enum, with `ALL`, `wire` and `from_wire`.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$one:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$one])* $variant),+ }

        impl $name {
            /// All of them, in the order in which they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The wire's word.
            pub fn wire(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the wire's word.
            pub fn from_wire(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.wire() == word)
            }
        }
    };
}
