//! The feed on the wire: manifest, parts, records. Reading is lenient where the format is open and strict where a
//! reader would be misled; every record left out is a [`Problem`], never a silence. Writing is canonical: the same
//! records give the same bytes. The only place that knows serde.

mod bundle;
mod canon;
mod cut;
mod fields;
mod flag;
mod hash;
mod manifest;
mod parse;
mod record;
mod removal;
mod signature;
mod split;
mod transparency;
mod wire;

pub use bundle::{BundleError, BundleFile, BundleReader, MANIFEST_NAME, SIGNATURE_NAME, bundled, tar_end, tar_file};
pub use canon::{party_json, pledge_json, term_json};
pub use cut::{Cut, choose_cut, cut_parts, falls_before};
pub use flag::{FLAG_FORMAT, Fault, FieldFault, flag_json, parse_flag, same_content};
pub use hash::{ByHash, Hashes, Sha256Hex};
pub use manifest::{
    FORMAT, FlagService, Manifest, ManifestError, PartEntry, PartKind, Publisher, Source, parse_manifest,
};
pub use parse::{
    Parsed, Problem, ReadResult, Reason, Records, parse_records, pledges_of, raw_records, read_parts, record_id,
};
pub use record::{parse_party, parse_pledge, parse_term};
pub use removal::{By, Removal, Removals, State, apply_to_pledge, parse_removal, publish_pledge, removal_json};
pub use signature::{KEYS_LIMIT, SIGNATURE_LIMIT, is_signed, parse_keys};
pub use transparency::{Count, Counts, TRANSPARENCY_LIMIT, Transparency, parse_transparency};

/// The most bytes of text that one field may have.
pub const FIELD_LIMIT: usize = 64 * 1024;
/// The most bytes that a record may have.
pub const RECORD_LIMIT: usize = 1024 * 1024;
/// The most bytes that a part may have.
pub const PART_LIMIT: u64 = 16 * 1024 * 1024;
/// The most bytes that a manifest may have.
pub const MANIFEST_LIMIT: u64 = 4 * 1024 * 1024;
