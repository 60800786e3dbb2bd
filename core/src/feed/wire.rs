//! The shapes of the wire as they are written: the format's keys in the format's order, what is null left out. Reading
//! is `fields`' and `parse`'s business.

use std::collections::BTreeMap;

use serde::Serialize;

/// Texts by language tag.
pub type ByLang = BTreeMap<String, String>;

fn empty<T>(list: &Option<Vec<T>>) -> bool {
    list.as_ref().is_none_or(Vec::is_empty)
}

macro_rules! wire {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Serialize, Default, Clone, Debug)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }
    };
}

wire!(
    /// A pledge.
    Pledge {
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] number: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] url: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] edition: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] kind: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] title: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] titles: Option<ByLang>,
        #[serde(skip_serializing_if = "Option::is_none")] lang: Option<String>,
        #[serde(skip_serializing_if = "empty")] parties: Option<Vec<PartyLink>>,
        #[serde(skip_serializing_if = "empty")] themes: Option<Vec<String>>,
        #[serde(skip_serializing_if = "empty")] resolutions: Option<Vec<String>>,
        #[serde(skip_serializing_if = "empty")] countries: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")] submitted: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] period: Option<Period>,
        #[serde(skip_serializing_if = "empty")] sections: Option<Vec<Section>>,
        #[serde(skip_serializing_if = "empty")] reports: Option<Vec<Report>>,
        #[serde(skip_serializing_if = "empty")] attachments: Option<Vec<Attachment>>,
        #[serde(skip_serializing_if = "Option::is_none")] updated: Option<String>,
    }
);

wire!(
    /// A party's place in a pledge.
    PartyLink {
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] role: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] basis: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] since: Option<String>,
    }
);

wire!(
    /// When a pledge is to be carried out.
    Period {
        #[serde(skip_serializing_if = "Option::is_none")] from: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] to: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] said: Option<String>,
    }
);

wire!(
    /// A section of a pledge.
    Section {
        part: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] lang: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] heading: Option<String>,
        text: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] words: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] removed: Option<String>,
    }
);

wire!(
    /// A progress report.
    Report {
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] url: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] title: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] date: Option<String>,
        #[serde(skip_serializing_if = "empty")] parties: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")] lang: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] actions_taken: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] words: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] completed: Option<bool>,
        #[serde(skip_serializing_if = "empty")] attachments: Option<Vec<Attachment>>,
        #[serde(skip_serializing_if = "empty")] removed: Option<Vec<String>>,
    }
);

wire!(
    /// A file at the source.
    Attachment {
        #[serde(skip_serializing_if = "Option::is_none")] title: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] url: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] media_type: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] bytes: Option<u64>,
    }
);

wire!(
    /// A party.
    Party {
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] kind: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] names: Option<ByLang>,
        #[serde(skip_serializing_if = "empty")] also: Option<Vec<String>>,
        #[serde(skip_serializing_if = "Option::is_none")] country: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] region: Option<String>,
        #[serde(skip_serializing_if = "empty")] members: Option<Vec<Member>>,
    }
);

wire!(
    /// A member of a group.
    Member {
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] from: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] to: Option<String>,
    }
);

wire!(
    /// A term.
    Term {
        list: Option<String>,
        id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] names: Option<ByLang>,
        #[serde(skip_serializing_if = "Option::is_none")] from: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] to: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] place: Option<String>,
    }
);

wire!(
    /// The manifest.
    Manifest {
        format: Option<String>,
        feed: Option<String>,
        seq: Option<u64>,
        generated: Option<String>,
        as_of: Option<String>,
        publisher: Option<Body>,
        source: Option<Body>,
        disclaimer: Option<ByLang>,
        reports: Option<BTreeMap<String, String>>,
        cut: Option<u32>,
        parts: Option<Vec<Part>>,
        removed: Option<Vec<Removal>>,
        flags: Option<Flags>,
    }
);

wire!(
    /// The publisher, or the source.
    Body {
        name: Option<String>,
        url: Option<String>,
        contact: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] official: Option<bool>,
    }
);

wire!(
    /// A part as the manifest names it.
    Part {
        path: Option<String>,
        kind: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] edition: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] first: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")] last: Option<String>,
        sha256: Option<String>,
        bytes: Option<u64>,
        records: Option<u64>,
    }
);

wire!(
    /// What was removed, or is held.
    Removal {
        case: Option<String>,
        id: Option<String>,
        texts: Option<Vec<String>>,
        state: Option<String>,
        by: Option<String>,
        at: Option<String>,
        restored: Option<String>,
        ground: Option<String>,
        statement: Option<ByLang>,
        redress: Option<String>,
    }
);

wire!(
    /// Where flags of content are sent.
    Flags {
        post: Option<String>,
        status: Option<String>,
        languages: Option<Vec<String>>,
        answer_days: Option<u32>,
    }
);
