//! Line symbols, drawn once in `index.html` and used by reference. Always beside words or a hidden label, never alone.

use crate::view::{Node, el};

/// A symbol of the sprite.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    /// Search.
    Search,
    /// Leads out of this site.
    Out,
    /// Opens downwards.
    Down,
    /// Forward.
    Next,
    /// Back.
    Back,
    /// Takes away.
    X,
    /// The menu.
    Menu,
    /// The filters.
    Filter,
    /// A copy that is whole.
    Copy,
    /// A copy without a line.
    Offline,
    /// Copying.
    Sync,
    /// A note.
    Note,
    /// A warning.
    Stop,
    /// Paper.
    Print,
    /// Save as a file.
    Save,
}

impl Icon {
    fn href(self) -> &'static str {
        match self {
            Self::Search => "#i-search",
            Self::Out => "#i-out",
            Self::Down => "#i-down",
            Self::Next => "#i-next",
            Self::Back => "#i-back",
            Self::X => "#i-x",
            Self::Menu => "#i-menu",
            Self::Filter => "#i-filter",
            Self::Copy => "#i-copy",
            Self::Offline => "#i-off",
            Self::Sync => "#i-sync",
            Self::Note => "#i-note",
            Self::Stop => "#i-stop",
            Self::Print => "#i-print",
            Self::Save => "#i-save",
        }
    }

    /// Arrows point the other way where the script runs the other way.
    fn turns(self) -> bool {
        matches!(self, Self::Next | Self::Back | Self::Out)
    }
}

/// A symbol.
pub fn icon(which: Icon) -> Node {
    el(if which.turns() { "svg.i.turn" } else { "svg.i" })
        .attr("aria-hidden", "true")
        .with(el("use").attr("href", which.href()))
}
