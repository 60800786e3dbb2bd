//! What the organisers removed, or a party withdrew, and how it leaves a record. A removal names a record, or single
//! texts of it by hash; whether it bites is a pure function of the record and the list, so a copy that missed years
//! of them is put right by the latest manifest alone.

use super::{Sha256Hex, canon::by_lang, fields::Fields, wire};
use crate::{
    model::{Date, Lang, Names, Pledge, Report, WebUrl, is_record_id},
    order::sorted,
};

/// Whether a text is gone for good or for now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Taken away for now, to protect a person.
    Held,
    /// Taken away.
    Removed,
}

/// Who removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// A person of the organisers.
    Moderator,
    /// The party itself: shown as withdrawn.
    Party,
    /// A rule.
    Automatic,
}

/// One entry of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Removal {
    /// The case at the desk.
    pub case: Option<Box<str>>,
    /// The pledge or report.
    pub id: Box<str>,
    /// The texts, by hash; None: the whole record.
    pub texts: Option<Vec<Sha256Hex>>,
    /// For now or for good.
    pub state: State,
    /// By whom.
    pub by: By,
    /// When (RFC 3339, UTC).
    pub at: Box<str>,
    /// When it was restored; then it no longer applies.
    pub restored: Option<Box<str>>,
    /// On what ground.
    pub ground: Box<str>,
    /// The public statement by language.
    pub statement: Names,
    /// Where to object.
    pub redress: Option<WebUrl>,
}

impl Removal {
    /// The day on which it was taken away.
    pub fn day(&self) -> Option<Date> {
        Date::parse(self.at.get(..10)?)
    }

    fn same_matter(&self, other: &Self) -> bool {
        match (&self.case, &other.case) {
            (Some(a), Some(b)) => a == b,
            (None, None) => (&self.id, &self.texts, &self.at) == (&other.id, &other.texts, &other.at),
            _ => false,
        }
    }
}

/// The complete list of a feed, which only grows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Removals {
    entries: Vec<Removal>,
    /// The ids of records with the entries that apply to them, in order.
    applying: Vec<(Box<str>, usize)>,
}

impl Removals {
    /// The list of some entries, as a manifest gives it.
    pub fn new(entries: Vec<Removal>) -> Self {
        let apply = entries.iter().enumerate().filter(|(_, e)| e.restored.is_none());
        let applying = sorted(apply.map(|(n, e)| (e.id.clone(), n)).collect(), |a, b| a.0.cmp(&b.0));
        Self { entries, applying }
    }

    /// The list of a log that is only appended to: the latest line of a case counts (without a case: of the same id,
    /// texts and time); it stands where its first line stood.
    pub fn from_log(lines: impl IntoIterator<Item = Removal>) -> Self {
        let mut entries: Vec<Removal> = Vec::new();
        for line in lines {
            match entries.iter_mut().find(|e| e.same_matter(&line)) {
                Some(entry) => *entry = line,
                None => entries.push(line),
            }
        }
        Self::new(entries)
    }

    /// All entries.
    pub fn entries(&self) -> &[Removal] {
        &self.entries
    }

    /// The entries that apply to a record.
    pub fn of<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Removal> {
        let first = self.applying.partition_point(|(own, _)| **own < *id);
        let own = self.applying.iter().skip(first).take_while(move |(own, _)| **own == *id);
        own.filter_map(|(_, n)| self.entries.get(*n))
    }

    /// The entry by which a whole record is gone.
    pub fn whole<'a>(&'a self, id: &'a str) -> Option<&'a Removal> {
        self.of(id).find(|r| r.texts.is_none())
    }

    /// The entries of `earlier` that this list lacks: none, if the list has only grown.
    pub fn missing_of<'a>(&self, earlier: &'a Self) -> Vec<&'a Removal> {
        earlier.entries.iter().filter(|e| !self.entries.iter().any(|own| own.same_matter(e))).collect()
    }

    /// Whether nothing was ever removed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The hashes of texts that are gone from a pledge and its reports, of whatever record named them.
    fn texts_of(&self, pledge: &Pledge) -> Vec<Sha256Hex> {
        let ids = std::iter::once(pledge.id.as_str()).chain(pledge.reports.iter().map(|r| r.id.as_str()));
        ids.flat_map(|id| self.of(id)).filter_map(|r| r.texts.as_ref()).flatten().copied().collect()
    }
}

/// What a reader's copy shows of a pledge under a list: None where the pledge is gone, or still holds a removed text
/// and has to wait for its new part; else the pledge without the reports that are gone.
pub fn apply_to_pledge(pledge: Pledge, removals: &Removals) -> Option<Pledge> {
    let pledge = without_records(pledge, removals)?;
    let gone = removals.texts_of(&pledge);
    let holds = !gone.is_empty() && texts(&pledge).any(|text| gone.contains(&Sha256Hex::of(text.as_bytes())));
    (!holds).then_some(pledge)
}

/// What is published of a pledge under a list: None where it is gone; a removed text is taken out, its section stays
/// in its place and names the hash.
pub fn publish_pledge(pledge: Pledge, removals: &Removals) -> Option<Pledge> {
    let mut pledge = without_records(pledge, removals)?;
    let gone = removals.texts_of(&pledge);
    if gone.is_empty() {
        return Some(pledge);
    }
    let is_gone = |text: &str| Some(Sha256Hex::of(text.as_bytes())).filter(|h| gone.contains(h));
    pledge.title = pledge.title.filter(|t| is_gone(t).is_none());
    pledge.titles.retain(|(_, t)| is_gone(t).is_none());
    for section in &mut pledge.sections {
        if let Some(hash) = section.text.as_ref().and_then(|t| is_gone(&t.published)) {
            section.text = None;
            section.removed = Some(hash.to_string().into());
        }
    }
    for report in &mut pledge.reports {
        take_from_report(report, is_gone);
    }
    for attachment in &mut pledge.attachments {
        attachment.url = attachment.url.take().filter(|u| is_gone(u).is_none());
    }
    Some(pledge)
}

fn take_from_report(report: &mut Report, is_gone: impl Fn(&str) -> Option<Sha256Hex>) {
    if let Some(hash) = report.title.as_deref().and_then(&is_gone) {
        report.title = None;
        report.removed.push(hash.to_string().into());
    }
    if let Some(hash) = report.actions_taken.as_ref().and_then(|t| is_gone(&t.published)) {
        report.actions_taken = None;
        report.removed.push(hash.to_string().into());
    }
    for attachment in &mut report.attachments {
        attachment.url = attachment.url.take().filter(|u| is_gone(u).is_none());
    }
}

fn without_records(mut pledge: Pledge, removals: &Removals) -> Option<Pledge> {
    if removals.whole(pledge.id.as_str()).is_some() {
        return None;
    }
    pledge.reports.retain(|r| removals.whole(r.id.as_str()).is_none());
    Some(pledge)
}

/// All texts of a pledge that a removal can name.
fn texts(pledge: &Pledge) -> impl Iterator<Item = &str> {
    let own = pledge.title.as_deref().into_iter().chain(pledge.titles.iter().map(|(_, t)| &**t));
    let sections = pledge.sections.iter().filter_map(|s| s.text.as_ref()).map(|t| &*t.published);
    let files = pledge.attachments.iter().filter_map(|a| a.url.as_deref());
    let reports = pledge.reports.iter().flat_map(|r| {
        let texts = r.title.as_deref().into_iter().chain(r.actions_taken.as_ref().map(|t| &*t.published));
        texts.chain(r.attachments.iter().filter_map(|a| a.url.as_deref()))
    });
    own.chain(sections).chain(files).chain(reports)
}

/// Reads a line of `removals.ndjson`. An entry that cannot be understood is an error with its reason: publishing
/// without it could show what must not be shown.
pub fn parse_removal(json: &str) -> Result<Removal, String> {
    let fields = Fields::parse(json.as_bytes())?;
    let wrong = fields.wrong();
    let removal = from_wire(fields);
    wrong.or(()).map_err(String::from).and(removal)
}

/// Writes an entry as a line of `removals.ndjson`, without its line end.
pub fn removal_json(removal: &Removal) -> String {
    super::canon::json(&to_wire(removal))
}

pub(super) fn from_wire(mut entry: Fields) -> Result<Removal, String> {
    let id = entry.text("id").filter(|id| is_record_id(id)).ok_or("no id of a pledge or report")?;
    let texts = entry.texts_or_null("texts").map(|list| {
        list.iter().map(|t| Sha256Hex::parse(t).ok_or(format!("no SHA-256: {t}"))).collect::<Result<Vec<_>, _>>()
    });
    Ok(Removal {
        case: entry.text("case").map(Into::into),
        id: id.into(),
        texts: texts.transpose()?,
        // Whatever a later format may say here, the text is gone.
        state: if entry.text("state").as_deref() == Some("held") { State::Held } else { State::Removed },
        by: match entry.text("by").as_deref() {
            Some("party") => By::Party,
            Some("automatic") => By::Automatic,
            _ => By::Moderator,
        },
        at: entry.text("at").filter(|at| is_stamp(at)).ok_or("no time in `at`")?.into(),
        restored: entry.text("restored").filter(|at| is_stamp(at)).map(Into::into),
        ground: entry.text("ground").unwrap_or_default().into(),
        statement: names(entry.text_map("statement")),
        redress: entry.text("redress").as_deref().and_then(WebUrl::new),
    })
}

pub(super) fn to_wire(removal: &Removal) -> wire::Removal {
    let word = |s: &str| Some(s.to_owned());
    wire::Removal {
        case: removal.case.as_deref().and_then(word),
        id: word(&removal.id),
        texts: removal.texts.as_ref().map(|list| list.iter().map(Sha256Hex::to_string).collect()),
        state: word(if removal.state == State::Held { "held" } else { "removed" }),
        by: word(match removal.by {
            By::Moderator => "moderator",
            By::Party => "party",
            By::Automatic => "automatic",
        }),
        at: word(&removal.at),
        restored: removal.restored.as_deref().and_then(word),
        ground: word(&removal.ground),
        statement: Some(by_lang(&removal.statement)),
        redress: removal.redress.as_ref().and_then(|u| word(u.as_str())),
    }
}

/// Whether a time begins with a day that exists, as RFC 3339 wants.
pub(super) fn is_stamp(s: &str) -> bool {
    s.len() <= 40 && s.is_ascii() && s.get(..10).is_some_and(|d| Date::parse(d).is_some()) && s[10..].starts_with('T')
}

pub(super) fn names(by_lang: Vec<(String, String)>) -> Names {
    Names::new(by_lang.into_iter().filter_map(|(l, n)| Some((Lang::new(&l)?, n.into()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::parse_pledge;

    const PLEDGE: &str = r#"{"id":"p","title":"Title","titles":{"fr":"Titre"},
        "sections":[{"part":"objectives","text":"Objective"},{"part":"indicators","text":"Indicator"}],
        "reports":[{"id":"p-r1","title":"Report","actions_taken":"Done"},{"id":"p-r2","actions_taken":"More"}],
        "attachments":[{"title":"File","url":"https://a.example/f.pdf"}]}"#;

    fn pledge() -> Pledge {
        parse_pledge(PLEDGE.as_bytes()).expect("pledge").0
    }

    fn removal(id: &str, texts: Option<&[&str]>) -> Removal {
        let texts = texts.map(|t| t.iter().map(|t| Sha256Hex::of(t.as_bytes()).to_string()).collect::<Vec<_>>());
        let json = serde_json::json!({"id": id, "texts": texts, "at": "2026-10-01T12:00:00Z", "ground": "spam"});
        parse_removal(&json.to_string()).expect("removal")
    }

    fn texts_left(pledge: &Pledge) -> Vec<&str> {
        texts(pledge).collect()
    }

    const ALL: [&str; 8] =
        ["Title", "Titre", "Objective", "Indicator", "https://a.example/f.pdf", "Report", "Done", "More"];

    #[test]
    fn a_removed_text_is_not_published_and_its_place_says_so() {
        for gone in ALL {
            let list = Removals::new(vec![removal("p", Some(&[gone]))]);
            let published = publish_pledge(pledge(), &list).expect("stays");
            let expect: Vec<_> = ALL.into_iter().filter(|t| *t != gone).collect();
            assert_eq!(texts_left(&published), expect);
            assert_eq!(published.sections.len(), 2);
        }
        let list = Removals::new(vec![removal("p", Some(&["Objective"]))]);
        let hash = Sha256Hex::of(b"Objective").to_string();
        let published = publish_pledge(pledge(), &list).expect("stays");
        assert_eq!(published.sections[0].removed.as_deref(), Some(hash.as_str()));
    }

    #[test]
    fn a_copy_that_still_holds_a_removed_text_does_not_show_the_pledge() {
        for gone in ALL {
            let list = Removals::new(vec![removal("p", Some(&[gone]))]);
            assert_eq!(apply_to_pledge(pledge(), &list), None, "{gone}");
            let new_part = publish_pledge(pledge(), &list).expect("stays");
            assert!(apply_to_pledge(new_part, &list).is_some(), "{gone}");
        }
    }

    #[test]
    fn a_removed_record_is_gone_and_a_removed_report_leaves_its_pledge() {
        let whole = Removals::new(vec![removal("p", None)]);
        assert_eq!((publish_pledge(pledge(), &whole), apply_to_pledge(pledge(), &whole)), (None, None));
        let report = Removals::new(vec![removal("p-r1", None)]);
        for left in [publish_pledge(pledge(), &report), apply_to_pledge(pledge(), &report)] {
            assert_eq!(left.map(|p| p.reports.len()), Some(1));
        }
        let of_report = Removals::new(vec![removal("p-r1", Some(&["Done"]))]);
        assert_eq!(apply_to_pledge(pledge(), &of_report), None);
    }

    #[test]
    fn another_pledges_removal_and_a_restored_one_do_not_bite() {
        let mut restored = removal("p", None);
        restored.restored = Some("2026-10-09T08:00:00Z".into());
        let list = Removals::new(vec![removal("q", None), restored]);
        assert_eq!(apply_to_pledge(pledge(), &list), Some(pledge()));
        assert_eq!(list.entries().len(), 2);
    }

    #[test]
    fn the_latest_line_of_a_case_counts() {
        let case = |case: &str, restored: Option<&str>| {
            let mut r = removal("p", None);
            (r.case, r.restored) = (Some(case.into()), restored.map(Into::into));
            r
        };
        let log = [case("a", None), case("b", None), case("a", Some("2026-10-09T08:00:00Z"))];
        let list = Removals::from_log(log.clone());
        assert_eq!(list.entries().len(), 2);
        assert!(list.entries()[0].restored.is_some());
        assert!(list.whole("p").is_some(), "the other case still applies");
        assert!(list.missing_of(&Removals::new(vec![case("a", None)])).is_empty());
        assert_eq!(Removals::default().missing_of(&list).len(), 2);
    }

    #[test]
    fn an_entry_that_cannot_be_understood_is_an_error() {
        for bad in [
            r#"{}"#,
            r#"{"id":"p"}"#,
            r#"{"id":"../x","at":"2026-10-01T12:00:00Z"}"#,
            r#"{"id":"p","at":"yesterday"}"#,
            r#"{"id":"p","at":"2026-10-01T12:00:00Z","texts":["abc"]}"#,
            "not json",
        ] {
            assert!(parse_removal(bad).is_err(), "{bad}");
        }
        let line = removal_json(&removal("p", Some(&["x"])));
        assert_eq!(parse_removal(&line), Ok(removal("p", Some(&["x"]))));
    }
}
