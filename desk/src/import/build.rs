//! From what a source gives about one pledge to a record in the shape of the feed. What cannot be read is left out and noted; what
//! two of the source's records say differently is noted, and the first stands.

use serde_json::{Map, Value as Json, json};

use super::{
    ids::Ids,
    mapping::Settings,
    names::{Match, Names, Tables, split},
    raw::{Raw, Target, Value},
    review::{Note, Review},
    values,
};

/// Makes records.
pub struct Builder<'a> {
    /// What holds for all.
    pub settings: &'a Settings,
    /// Names.
    pub tables: &'a mut Tables,
    /// The ids of reports.
    pub ids: &'a Ids,
    /// What a person has to look at.
    pub review: &'a mut Review,
}

/// The place that is being read, for notes.
struct At<'a> {
    id: &'a str,
    place: &'a str,
}

/// A report's own id at the source, and the values that it is made of.
pub fn reports_of(raw: &Raw) -> Vec<(String, Vec<&Value>)> {
    let mut reports: Vec<Vec<&Value>> = Vec::new();
    for value in raw.values.iter().filter(|v| v.target.is_of_report() && v.target != Target::ReportOf) {
        let is_again =
            |report: &Vec<&Value>| report.iter().any(|v| v.target == value.target && v.target != Target::ReportParty);
        match reports.last_mut().filter(|r| !is_again(r)) {
            Some(report) => report.push(value),
            None => reports.push(vec![value]),
        }
    }
    // A date or a party alone is no report.
    reports.retain(|r| {
        r.iter()
            .any(|v| matches!(v.target, Target::Actions | Target::Completed | Target::ReportTitle | Target::ReportUrl))
    });
    let said = |report: &[&Value], target| report.iter().find(|v| v.target == target).map(|v| v.text.trim().to_owned());
    let mut keyed = Vec::new();
    for (n, report) in reports.into_iter().enumerate() {
        let own = said(&report, Target::ReportId);
        let key = own.unwrap_or_else(|| match (raw.of.is_some(), said(&report, Target::ReportDate)) {
            (true, _) | (false, None) if n == 0 => raw.source_id.clone(),
            (false, Some(date)) => format!("{}/{date}", raw.source_id),
            _ => format!("{}#{}", raw.source_id, n + 1),
        });
        keyed.push((format!("report:{key}"), report));
    }
    keyed
}

impl Builder<'_> {
    /// The record of a pledge from all that the source gives about it.
    pub fn record(&mut self, id: &str, pledges: &[Raw], reports: &[Raw]) -> Json {
        let mut record = Map::new();
        record.insert("id".to_owned(), json!(id));
        let lang = pledges.first().and_then(|r| self.lang_of(r));
        if let Some(lang) = &lang {
            record.insert("lang".to_owned(), json!(lang));
        }
        for raw in pledges {
            let at = At { id, place: &raw.place };
            let own = self.lang_of(raw);
            for value in &raw.values {
                let said = value.lang.clone().or_else(|| own.clone());
                self.value(&mut record, value, said.as_deref(), lang.as_deref(), &at);
            }
        }
        for raw in pledges.iter().chain(reports) {
            self.reports(&mut record, raw, lang.as_deref(), id);
        }
        if record.get("period").is_some_and(|p| p == &json!({})) {
            record.remove("period");
        }
        Json::Object(record)
    }

    fn lang_of(&self, raw: &Raw) -> Option<String> {
        let said = raw.first(Target::Lang).and_then(values::lang).or_else(|| raw.lang.clone());
        said.or_else(|| self.settings.lang.clone())
    }

    fn note(&mut self, kind: &'static str, at: &At<'_>, field: &str, found: &str, proposal: String) {
        let (id, place) = (at.id.to_owned(), at.place.to_owned());
        self.review.add(Note { kind, id, place, field: field.to_owned(), found: found.to_owned(), proposal });
    }

    /// What the mapping says that words mean; None where it says that they mean nothing.
    fn meant(&self, target: Target, text: &str) -> Option<String> {
        let meant = self.settings.values.get(&target).and_then(|v| v.get(text.trim()));
        match meant {
            Some(meant) => Some(meant.clone()).filter(|m| !m.is_empty()),
            None => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        }
    }

    fn value(
        &mut self,
        record: &mut Map<String, Json>,
        value: &Value,
        lang: Option<&str>,
        base: Option<&str>,
        at: &At<'_>,
    ) {
        let Some(text) = self.meant(value.target, &value.text) else { return };
        let field = value.target.word();
        match value.target {
            Target::Title => self.title(record, &text, lang, base, at),
            Target::Number | Target::Url => self.single(record, field, json!(text), at),
            Target::Edition => {
                let found = match self.tables.editions.find(&text) {
                    Match::Id(id) => Some(id),
                    _ => values::edition(&text),
                };
                self.read(record, field, found.map(Json::String), &text, at);
            }
            Target::Kind => self.read(record, field, values::kind(&text).map(|k| json!(k)), &text, at),
            Target::Submitted | Target::Updated => {
                let found = values::date(&text, self.settings.dates).map(|d| json!(d.to_string()));
                self.read(record, field, found, &text, at);
            }
            Target::PeriodFrom | Target::PeriodTo | Target::PeriodSaid => self.period(record, value.target, &text, at),
            Target::Pledging => self.parties(record, &text, Some("pledging"), at),
            Target::Signatory => self.parties(record, &text, Some("signatory"), at),
            Target::Party => self.parties(record, &text, None, at),
            Target::Themes | Target::Resolutions => self.terms(record, value.target, &text, at),
            Target::Countries => self.countries(record, &text, at),
            Target::Attachment => {
                for url in text.split_whitespace() {
                    push(record, "attachments", json!({"url": url}));
                }
            }
            target => {
                if let Some(part) = target.section() {
                    let mut section = json!({"part": part, "text": text, "words": self.words()});
                    section["lang"] = json!(lang);
                    section["heading"] = json!(value.heading);
                    // The same text from two records of the source stands once.
                    push(record, "sections", section);
                }
            }
        }
    }

    fn words(&self) -> &str {
        self.settings.words.as_deref().unwrap_or("as-filed")
    }

    fn title(
        &mut self,
        record: &mut Map<String, Json>,
        text: &str,
        lang: Option<&str>,
        base: Option<&str>,
        at: &At<'_>,
    ) {
        let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match lang.filter(|l| Some(*l) != base) {
            Some(lang) => {
                let titles = record.entry("titles").or_insert_with(|| json!({}));
                let before = titles.get(lang).and_then(Json::as_str).map(str::to_owned);
                match before {
                    None => titles[lang] = json!(title),
                    Some(before) if before != title => self.differs(at, &format!("titles/{lang}"), &before, &title),
                    Some(_) => {}
                }
            }
            None => self.single(record, "title", json!(title), at),
        }
    }

    fn differs(&mut self, at: &At<'_>, field: &str, first: &str, other: &str) {
        self.note(
            "differs",
            at,
            field,
            other,
            format!("left out: an earlier record of the same pledge says {first:?}"),
        );
    }

    /// A value of which there is one; the first stands.
    fn single(&mut self, record: &mut Map<String, Json>, field: &str, value: Json, at: &At<'_>) {
        match record.get(field).filter(|v| !v.is_null()).cloned() {
            None => {
                record.insert(field.to_owned(), value);
            }
            // Translations have addresses of their own.
            Some(before) if before != value && field != "url" => {
                self.differs(at, field, &super::edits::words(&before), &super::edits::words(&value));
            }
            Some(_) => {}
        }
    }

    /// A value that was read, or could not be.
    fn read(&mut self, record: &mut Map<String, Json>, field: &str, value: Option<Json>, text: &str, at: &At<'_>) {
        match value {
            Some(value) => self.single(record, field, value, at),
            None => self.unread(at, field, text),
        }
    }

    fn unread(&mut self, at: &At<'_>, field: &str, text: &str) {
        let help = "left out: not understood; say what it means under `values` of the mapping, or correct the pledge with `desk edit`";
        self.note("not-understood", at, field, text, help.to_owned());
    }

    fn period(&mut self, record: &mut Map<String, Json>, target: Target, text: &str, at: &At<'_>) {
        let key = target.word().trim_start_matches("period.");
        let value = match target {
            Target::PeriodSaid => Some(json!(text.split_whitespace().collect::<Vec<_>>().join(" "))),
            _ => values::date(text, self.settings.dates).map(|d| json!(d.to_string())),
        };
        let Some(value) = value else { return self.unread(at, target.word(), text) };
        let period = record.entry("period").or_insert_with(|| json!({}));
        if period.get(key).is_none_or(Json::is_null) {
            period[key] = value;
        }
    }

    /// The id of a party's name; a name that is nobody's is noted with what is near.
    fn party(&mut self, name: &str, field: &str, at: &At<'_>) -> Option<String> {
        match self.tables.parties.find(name) {
            Match::Id(id) => Some(id),
            Match::Nobody => None,
            Match::Unknown(near) => {
                let proposal = match near.is_empty() {
                    true => {
                        "left out: no party has a name like it; add it to parties.ndjson, or a line to party-names.csv"
                            .to_owned()
                    }
                    false => format!(
                        "left out: near are {}; to confirm one, add the line {name:?},{} to party-names.csv",
                        near.join(", "),
                        near[0]
                    ),
                };
                self.note("unknown-party", at, field, name, proposal);
                None
            }
        }
    }

    fn parties(&mut self, record: &mut Map<String, Json>, text: &str, role: Option<&str>, at: &At<'_>) {
        let separator = self.settings.separator.clone();
        for name in split(&mut self.tables.parties, text, separator.as_deref()) {
            let field = role.unwrap_or("party");
            let Some(id) = self.party(&name, field, at) else { continue };
            let list = record.entry("parties").or_insert_with(|| json!([]));
            // A party counts once, however often it signed.
            if list.as_array().is_some_and(|l| l.iter().all(|p| p["id"] != id))
                && let Some(list) = list.as_array_mut()
            {
                list.push(json!({"id": id, "role": role, "basis": "listed"}));
            }
        }
    }

    fn terms(&mut self, record: &mut Map<String, Json>, target: Target, text: &str, at: &At<'_>) {
        let separator = self.settings.separator.clone();
        let names: &mut Names =
            if target == Target::Themes { &mut self.tables.themes } else { &mut self.tables.resolutions };
        let is_empty = names.is_empty();
        let found: Vec<(String, Match)> = split(names, text, separator.as_deref())
            .into_iter()
            .map(|name| (name.clone(), names.find(&name)))
            .collect();
        for (name, found) in found {
            let Some(meant) = self.meant(target, &name) else { continue };
            match found {
                Match::Id(id) => push(record, target.word(), json!(id)),
                _ if meant != name => push(record, target.word(), json!(meant)),
                // Without a table an id is as good as any; with one, another is a slip of the pen.
                _ if is_empty && !name.contains(char::is_whitespace) => push(record, target.word(), json!(name)),
                Match::Nobody => {}
                Match::Unknown(near) => {
                    let near = if near.is_empty() {
                        "nothing is near".to_owned()
                    } else {
                        format!("near are {}", near.join(", "))
                    };
                    let how = "say what it means under `values` of the mapping, or add it to terms.ndjson";
                    self.note("unknown-term", at, target.word(), &name, format!("left out: {near}; {how}"));
                }
            }
        }
    }

    fn countries(&mut self, record: &mut Map<String, Json>, text: &str, at: &At<'_>) {
        let separator = self.settings.separator.clone();
        for name in split(&mut self.tables.parties, text, separator.as_deref()) {
            let meant = self.meant(Target::Countries, &name).unwrap_or_default();
            let code = if meant.len() == 2 && meant.bytes().all(|b| b.is_ascii_alphabetic()) {
                Some(meant.to_ascii_uppercase())
            } else if let Match::Id(id) = self.tables.parties.find(&meant) {
                // A State's id is its country's code.
                id.strip_prefix("state-").map(str::to_ascii_uppercase)
            } else {
                None
            };
            match code {
                Some(code) => push(record, "countries", json!(code)),
                None if meant.is_empty() => {}
                None => self.unread(at, "countries", &name),
            }
        }
    }

    fn reports(&mut self, record: &mut Map<String, Json>, raw: &Raw, base: Option<&str>, id: &str) {
        let at = At { id, place: &raw.place };
        for (key, values) in reports_of(raw) {
            let Some(report_id) = self.ids.of(&key).map(str::to_owned) else { continue };
            let report = self.report(&report_id, &values, raw, base, &at);
            let list = record.entry("reports").or_insert_with(|| json!([]));
            let before = list.as_array().and_then(|l| l.iter().find(|r| r["id"] == report_id)).cloned();
            match before {
                Some(before) if before != report => {
                    let help = "left out: another report of the same pledge has the same id; map a column to report.id to tell them apart";
                    let said = report["actions_taken"].as_str().unwrap_or_default().to_owned();
                    self.note("report-twice", &at, "reports", &said, help.to_owned());
                }
                Some(_) => {}
                None => push(record, "reports", report),
            }
        }
    }

    fn report(&mut self, id: &str, values: &[&Value], raw: &Raw, base: Option<&str>, at: &At<'_>) -> Json {
        let mut report = Map::new();
        report.insert("id".to_owned(), json!(id));
        let own = values.iter().find_map(|v| v.lang.clone()).or_else(|| self.lang_of(raw));
        report.insert("lang".to_owned(), json!(own.filter(|l| Some(l.as_str()) != base)));
        for value in values {
            let Some(text) = self.meant(value.target, &value.text) else { continue };
            match value.target {
                Target::ReportUrl => drop(report.insert("url".to_owned(), json!(text))),
                Target::ReportTitle => drop(
                    report.insert("title".to_owned(), json!(text.split_whitespace().collect::<Vec<_>>().join(" "))),
                ),
                Target::Actions => {
                    report.insert("actions_taken".to_owned(), json!(text));
                    report.insert("words".to_owned(), json!(self.words()));
                }
                Target::ReportDate => {
                    let found = values::date(&text, self.settings.dates).map(|d| json!(d.to_string()));
                    self.read(&mut report, "date", found, &text, at);
                }
                Target::Completed => {
                    self.read(&mut report, "completed", values::completed(&text).map(Json::Bool), &text, at)
                }
                Target::ReportParty => {
                    let separator = self.settings.separator.clone();
                    for name in split(&mut self.tables.parties, &text, separator.as_deref()) {
                        if let Some(id) = self.party(&name, "report.party", at) {
                            push(&mut report, "parties", json!(id));
                        }
                    }
                }
                _ => {}
            }
        }
        Json::Object(report)
    }
}

/// Adds to a list what is not in it yet.
fn push(record: &mut Map<String, Json>, field: &str, value: Json) {
    let list = record.entry(field).or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut().filter(|l| !l.contains(&value)) {
        list.push(value);
    }
}
