//! A desk's records and what it publishes of them: real records, removals, parts and manifests, cut and written by the
//! domain's own code. Each text has a word that no other text has.

use std::{collections::BTreeMap, sync::Arc};

use pledgebook_core::{
    feed::{
        Cut, Manifest, PartEntry, PartKind, Removal, Removals, Sha256Hex, cut_parts, parse_manifest, parse_pledge,
        parse_removal, pledge_json, publish_pledge,
    },
    model::{EditionId, Pledge, PledgeId},
};

use super::step::Deed;

pub const FEED: &str = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";
pub const OTHER_FEED: &str = "3f2504e0-4f89-11d3-9a0c-0305e82c3302";
const AT: &str = "2026-11-20T08:00:00Z";

/// What was published at a time.
#[derive(Debug)]
pub struct Version {
    pub manifest: Manifest,
    pub bytes: Arc<[u8]>,
    pub parts: BTreeMap<Sha256Hex, Arc<[u8]>>,
    /// The pledges as published.
    pub pledges: BTreeMap<String, Published>,
}

/// A pledge as published.
#[derive(Debug)]
pub struct Published {
    pub pledge: Pledge,
    /// The part that it stands in.
    pub part: Sha256Hex,
    /// Its texts by their hashes, each with the record that it is of.
    pub texts: Vec<(String, Sha256Hex)>,
}

/// A desk that publishes.
#[derive(Clone, Debug)]
pub struct Publisher {
    feed: &'static str,
    records: BTreeMap<String, Pledge>,
    log: Vec<Removal>,
    revision: usize,
    pub versions: Vec<Arc<Version>>,
    /// All texts that were ever published, by their hashes.
    pub texts: BTreeMap<Sha256Hex, String>,
}

impl Publisher {
    /// A desk that has published once.
    pub fn new(feed: &'static str) -> Self {
        let mut desk = Self {
            feed,
            records: BTreeMap::new(),
            log: Vec::new(),
            revision: 0,
            versions: Vec::new(),
            texts: BTreeMap::new(),
        };
        for n in 0..6 {
            desk.write(&format!("{}IC-{}", 34 - n % 2, n), 0);
        }
        desk.publish();
        desk
    }

    fn write(&mut self, id: &str, revision: usize) {
        // Letters alone, and no two alike: a search looks for near spellings, too.
        let word = |field: &str| -> String {
            let hash = Sha256Hex::of(format!("{id} {field} {revision}").as_bytes()).short();
            hash.bytes().map(|b| char::from(if b.is_ascii_digit() { b - b'0' + b'g' } else { b })).collect()
        };
        let edition = &id[..4];
        let json = format!(
            r#"{{"id":"{id}","edition":"{edition}","title":"Title {}","sections":[{{"part":"objectives","text":"Aims {}"}}],
                "reports":[{{"id":"{id}-r1","title":"Report {}","actions_taken":"Done {}"}}]}}"#,
            word("ti"),
            word("se"),
            word("re"),
            word("do")
        );
        let (pledge, _) = parse_pledge(json.as_bytes()).expect("a pledge");
        self.records.insert(id.to_owned(), pledge);
    }

    /// Does something to the records and publishes them.
    pub fn act(&mut self, deed: Deed, n: usize) {
        self.revision += 1;
        let ids: Vec<String> = self.records.keys().cloned().collect();
        let id = ids.get(n % ids.len().max(1)).cloned().unwrap_or_default();
        match deed {
            Deed::Change if !id.is_empty() => self.write(&id, self.revision),
            Deed::Add => self.write(&format!("{}IC-n{}", 33 + n % 2, self.revision), self.revision),
            Deed::Drop if ids.len() > 2 => drop(self.records.remove(&id)),
            Deed::RemovePledge if !id.is_empty() => self.remove(&id, None),
            Deed::RemoveReport if !id.is_empty() => self.remove(&format!("{id}-r1"), None),
            Deed::RemoveText if !id.is_empty() => {
                let texts = texts(&self.records[&id]);
                let (owner, text) = texts[n / 7 % texts.len()].clone();
                self.remove(&owner, Some(&text));
            }
            Deed::Restore if !self.log.is_empty() => {
                let mut line = self.log[n % self.log.len()].clone();
                line.restored = Some(AT.into());
                self.log.push(line);
            }
            _ => {}
        }
        self.publish();
    }

    fn remove(&mut self, id: &str, text: Option<&str>) {
        let texts = text.map_or_else(|| "null".to_owned(), |t| format!("[\"{}\"]", Sha256Hex::of(t.as_bytes())));
        let case = self.revision;
        let json = format!(r#"{{"case":"case-{case}","id":"{id}","texts":{texts},"at":"{AT}","ground":"spam"}}"#);
        self.log.push(parse_removal(&json).expect("a removal"));
    }

    fn publish(&mut self) {
        let removals = Removals::from_log(self.log.iter().cloned());
        let published: Vec<Pledge> =
            self.records.values().filter_map(|p| publish_pledge(p.clone(), &removals)).collect();
        let (mut parts, mut pledges, mut entries) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for edition in ["34IC", "33IC"] {
            let own: Vec<&Pledge> = published.iter().filter(|p| p.id.as_str().starts_with(edition)).collect();
            let mut rest = own.into_iter();
            let lengths = {
                let ids: Vec<&str> = rest.as_slice().iter().map(|p| p.id.as_str()).collect();
                cut_parts(ids, Cut::new(2).expect("a power of two"))
            };
            for length in lengths {
                let records: Vec<&Pledge> = rest.by_ref().take(length).collect();
                let (entry, bytes) = part(edition, &records);
                for record in records {
                    pledges.insert(record.id.to_string(), self.published(record, entry.sha256));
                }
                parts.insert(entry.sha256, bytes);
                entries.push(entry);
            }
        }
        for (kind, json) in [(PartKind::Parties, "[{\"id\":\"ns-au\"}\n]"), (PartKind::Terms, "[\n]")] {
            let (entry, bytes) = plain(kind, kind.wire(), None, None, json, 1);
            parts.insert(entry.sha256, bytes);
            entries.push(entry);
        }
        let manifest = self.manifest(entries, removals);
        let bytes: Arc<[u8]> = manifest.to_json().into_bytes().into();
        // As a reader reads it.
        let manifest = parse_manifest(&bytes).expect("a manifest");
        self.versions.push(Arc::new(Version { manifest, bytes, parts, pledges }));
    }

    fn published(&mut self, pledge: &Pledge, part: Sha256Hex) -> Published {
        let mut hashes = Vec::new();
        for (owner, text) in texts(pledge) {
            let hash = Sha256Hex::of(text.as_bytes());
            hashes.push((owner, hash));
            self.texts.insert(hash, text);
        }
        Published { pledge: pledge.clone(), part, texts: hashes }
    }

    fn manifest(&self, parts: Vec<PartEntry>, removed: Removals) -> Manifest {
        let seq = self.versions.last().map_or(1_000, |v| v.manifest.seq + 1);
        Manifest {
            feed: self.feed.into(),
            seq,
            generated: AT.into(),
            as_of: None,
            publisher: Default::default(),
            source: Default::default(),
            disclaimer: Default::default(),
            complete: Vec::new(),
            cut: Cut::new(2),
            parts,
            removed,
            flags: None,
        }
    }

    /// The latest version, or one that many before it.
    pub fn back(&self, n: usize) -> &Arc<Version> {
        &self.versions[self.versions.len() - 1 - n.min(self.versions.len() - 1)]
    }
}

fn part(edition: &str, records: &[&Pledge]) -> (PartEntry, Arc<[u8]>) {
    let lines: Vec<String> = records.iter().map(|p| pledge_json(p)).collect();
    let ids = records.first().zip(records.last()).map(|(a, b)| (a.id.clone(), b.id.clone()));
    let json = format!("[{}\n]", lines.join(",\n"));
    plain(PartKind::Pledges, edition, EditionId::new(edition), ids, &json, records.len())
}

fn plain(
    kind: PartKind,
    name: &str,
    edition: Option<EditionId>,
    ids: Option<(PledgeId, PledgeId)>,
    json: &str,
    records: usize,
) -> (PartEntry, Arc<[u8]>) {
    let sha256 = Sha256Hex::of(json.as_bytes());
    let path = format!("parts/{name}.{}.json", sha256.short()).into();
    let (bytes, records) = (json.len() as u64, records as u64);
    (PartEntry { path, kind, edition, ids, sha256, bytes, records }, json.as_bytes().into())
}

/// The texts of a pledge, each with the record that it is of.
pub fn texts(pledge: &Pledge) -> Vec<(String, String)> {
    let id = pledge.id.to_string();
    let mut all = Vec::new();
    all.extend(pledge.title.iter().map(|t| (id.clone(), t.to_string())));
    all.extend(pledge.sections.iter().filter_map(|s| Some((id.clone(), s.text.as_ref()?.published.to_string()))));
    for report in &pledge.reports {
        let own = report.id.to_string();
        all.extend(report.title.iter().map(|t| (own.clone(), t.to_string())));
        all.extend(report.actions_taken.iter().map(|t| (own.clone(), t.published.to_string())));
    }
    all
}
