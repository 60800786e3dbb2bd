//! The rules. Each looks for a sign that a person would see at once; none decides anything.

use std::sync::OnceLock;

use pledgebook_core::{
    browse::{has_residue, is_mixed},
    model::{Date, PartOf, Pledge, TermList},
    search::fold,
};
use regex::Regex;

use super::{Defect, Known, Rule};
use crate::import::text::labels::begins_with_label;

/// The longest words of a text that are shown.
const SHOWN: usize = 160;
/// The first Conference was in 1867; nothing of a pledge is older than the Movement.
const FIRST_YEAR: u16 = 1863;
/// Nobody plans further ahead.
const AHEAD: u16 = 50;

/// A pledge that is looked at.
pub struct Looking<'a> {
    /// The pledge.
    pub pledge: &'a Pledge,
    /// Parties and terms.
    pub known: &'a Known,
    /// The year that it is.
    pub this_year: u16,
}

impl Looking<'_> {
    /// A defect of this pledge.
    pub fn defect(&self, rule: Rule, field: &str, found: impl Into<String>) -> Defect {
        let p = self.pledge;
        Defect {
            rule,
            id: p.id.to_string(),
            title: p.title.as_deref().unwrap_or_default().to_owned(),
            field: field.to_owned(),
            found: found.into(),
            url: p.url.as_ref().map(|u| u.as_str().to_owned()).unwrap_or_default(),
        }
    }

    /// All that the rules find.
    pub fn defects(&self) -> Vec<Defect> {
        let mut found = Vec::new();
        if self.pledge.title.as_deref().is_none_or(|t| t.trim().is_empty()) {
            found.push(self.defect(Rule::NoTitle, "title", ""));
        }
        if self.pledge.parties.is_empty() {
            found.push(self.defect(Rule::NoParty, "parties", ""));
        }
        self.references(&mut found);
        for (field, text) in self.texts() {
            self.text(&field, text, &mut found);
        }
        self.indicators(&mut found);
        self.dates(&mut found);
        found
    }

    fn references(&self, found: &mut Vec<Defect>) {
        let p = self.pledge;
        let parties = p.parties.iter().map(|l| &l.id).chain(p.reports.iter().flat_map(|r| &r.parties));
        let mut unknown: Vec<&str> =
            parties.map(|id| id.as_str()).filter(|id| !self.known.parties.contains(*id)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        found.extend(unknown.into_iter().map(|id| self.defect(Rule::UnknownParty, "parties", id)));
        let lists = [("themes", TermList::Themes, &p.themes), ("resolutions", TermList::Resolutions, &p.resolutions)];
        let terms = lists.iter().flat_map(|(field, list, ids)| ids.iter().map(|id| (*field, *list, id.as_str())));
        let editions = p.edition.iter().map(|e| ("edition", TermList::Editions, e.as_str()));
        let known = |list, id: &str| self.known.terms.contains(&(list, id.to_owned()));
        let unknown = terms.chain(editions).filter(|(_, list, id)| !known(*list, id));
        found.extend(unknown.map(|(field, _, id)| self.defect(Rule::UnknownTerm, field, id)));
    }

    /// All texts with the names that corrections have for them.
    fn texts(&self) -> Vec<(String, &str)> {
        let p = self.pledge;
        let own = p.lang.as_ref().map_or("-", |l| l.as_str());
        let title = p.title.iter().map(|t| ("title".to_owned(), &**t));
        let titles = p.titles.iter().map(|(l, t)| (format!("titles/{}", l.as_str()), &**t));
        let sections = p.sections.iter().filter_map(|s| {
            let text = s.text.as_ref()?;
            let lang = text.lang.as_ref().map_or(own, |l| l.as_str());
            Some((format!("sections/{}/{lang}", s.part.wire()), &*text.published))
        });
        let reports = p
            .reports
            .iter()
            .filter_map(|r| Some((format!("reports/{}/actions_taken", r.id), &*r.actions_taken.as_ref()?.published)));
        title.chain(titles).chain(sections).chain(reports).collect()
    }

    fn text(&self, field: &str, text: &str, found: &mut Vec<Defect>) {
        if let Some(line) = text.lines().find(|l| begins_with_label(l)).filter(|_| !field.starts_with("title")) {
            found.push(self.defect(Rule::LabelResidue, field, shown(line)));
        }
        if has_residue(text) {
            let line = text.lines().find(|l| has_residue(l)).unwrap_or(text);
            found.push(self.defect(Rule::Template, field, shown(line)));
        }
        if is_mixed(text) {
            found.push(self.defect(Rule::MixedLanguage, field, shown(text)));
        }
        if let Some(name) = person(text) {
            found.push(self.defect(Rule::PersonalData, field, shown(name)));
        }
    }

    /// Indicators that measure nothing: no number, and the words of a plan; or a list of indicators in another section.
    fn indicators(&self, found: &mut Vec<Defect>) {
        let p = self.pledge;
        let of = |part: &PartOf| {
            let sections = p.sections.iter().filter(|s| s.part == *part);
            sections.filter_map(|s| s.text.as_ref()).map(|t| &*t.published).collect::<Vec<_>>()
        };
        let (indicators, plans) = (of(&PartOf::Indicators), of(&PartOf::ActionPlan));
        for text in &indicators {
            let same = plans.iter().any(|plan| text.chars().count() > 20 && fold(plan) == fold(text));
            if same || is_plan(text) {
                found.push(self.defect(Rule::MisfiledIndicators, "sections/indicators", shown(text)));
            }
        }
        for part in [PartOf::Objectives, PartOf::Resources] {
            for text in of(&part).into_iter().filter(|t| indicators.is_empty() && is_measure(t)) {
                found.push(self.defect(Rule::MisfiledIndicators, &format!("sections/{}", part.wire()), shown(text)));
            }
        }
    }

    fn dates(&self, found: &mut Vec<Defect>) {
        let p = self.pledge;
        let period = p.period.as_ref();
        let edition = p.edition.as_ref().and_then(|e| self.known.editions.get(e.as_str())).copied();
        let dates = [
            ("submitted", p.submitted),
            ("updated", p.updated),
            ("period/from", period.and_then(|d| d.from)),
            ("period/to", period.and_then(|d| d.to)),
        ];
        let reports = p.reports.iter().map(|r| (format!("reports/{}/date", r.id), r.date));
        for (field, date) in dates.iter().map(|(f, d)| ((*f).to_owned(), *d)).chain(reports) {
            let Some(date) = date else { continue };
            let is_past = !field.starts_with("period");
            let last = if is_past { self.this_year } else { self.this_year.saturating_add(AHEAD) };
            let first = edition.filter(|_| field.starts_with("reports")).unwrap_or(FIRST_YEAR);
            if date.year() < first || date.year() > last {
                found.push(self.defect(Rule::ImpossibleDate, &field, date.to_string()));
            }
        }
        let ends_early = |from: Date, to: Date| to.last() < from.first();
        if let Some((from, to)) = period.and_then(|d| d.from.zip(d.to)).filter(|(from, to)| ends_early(*from, *to)) {
            found.push(self.defect(Rule::ImpossibleDate, "period", format!("from {from} to {to}")));
        }
    }
}

fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// A name after a word that announces a person. Of an address or a number a publication takes care.
fn person(text: &str) -> Option<&str> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = PATTERN.get_or_init(|| {
        let announced = "(?i:focal (?:point|person)|contact (?:person|point)|person in charge|responsible person|point focal|personne (?:de contact|responsable)|\
                         persona (?:de contacto|responsable)|punto focal)\\s*(?:is|est|es)?\\s*[:：–-]?\\s*\\p{Lu}[\\p{L}.'’-]*\\s+(?:\\p{Ll}{1,3}\\s+|\\p{Lu}[\\p{L}.'’-]*\\s+){0,3}\\p{Lu}[\\p{L}’-]*";
        let titled = r"\b(?:Mr|Mrs|Ms|Dr|Prof|Mme|Mlle|Sr|Sra)\.?\s+(?:\p{Lu}[\p{L}.'’-]*\s+)?\p{Lu}\p{Ll}+";
        let arabic = "(?:جهة الاتصال|مسؤول الاتصال|الشخص المسؤول)\\s*[:：]\\s*\\p{L}+\\s+\\p{L}+";
        Regex::new(&format!("{announced}|{titled}|{arabic}")).ok()
    });
    // A body that answers is nobody's personal data.
    let is_body =
        |m: &str| ["Society", "Cross", "Crescent", "Ministry", "Department", "Office"].iter().any(|w| m.contains(w));
    pattern.as_ref()?.find_iter(text).map(|m| m.as_str()).find(|m| !is_body(m))
}

/// Words of what is done, at the beginning of most lines, and no number.
fn is_plan(text: &str) -> bool {
    const VERBS: [&str; 24] = [
        "we will",
        "will",
        "train",
        "organise",
        "organize",
        "develop",
        "establish",
        "conduct",
        "provide",
        "support",
        "promote",
        "strengthen",
        "former",
        "organiser",
        "elaborer",
        "renforcer",
        "promouvoir",
        "formar",
        "organizar",
        "elaborar",
        "fortalecer",
        "promover",
        "تدريب",
        "تنظيم",
    ];
    let lines: Vec<String> = text.lines().map(fold).filter(|l| !l.is_empty()).collect();
    let begins = |l: &&String| VERBS.iter().any(|v| l.starts_with(&format!("{v} ")));
    let plans = lines.iter().filter(begins).count();
    plans > 0 && plans * 2 > lines.len() && !text.contains(|c: char| c.is_numeric()) && !is_measure(text)
}

/// Words of measuring, at the beginning of most lines.
fn is_measure(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "number of",
        "percentage of",
        "proportion of",
        "indicator",
        "nombre de",
        "nombre d",
        "pourcentage de",
        "indicateur",
        "numero de",
        "porcentaje de",
        "cantidad de",
        "indicador",
        "عدد",
        "نسبه",
        "موشر",
        "share of",
    ];
    let lines: Vec<String> = text.lines().map(fold).filter(|l| !l.is_empty()).collect();
    let measured = lines.iter().filter(|l| WORDS.iter().any(|w| l.starts_with(w))).count();
    measured > 0 && measured * 2 > lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_persons_name_is_seen_where_it_is_announced() {
        for text in [
            "Focal person: Jane Roe",
            "Contact person – Jane van Roe",
            "Point focal : Jeanne Roe",
            "sent by Dr. Jane Roe",
            "جهة الاتصال: أحمد علي",
        ] {
            assert!(person(text).is_some(), "{text}");
        }
        for text in [
            "The focal point is to be named.",
            "contact persons will be trained",
            "Red Cross and Red Crescent",
            "Focal point: the Society",
        ] {
            assert_eq!(person(text), None, "{text}");
        }
    }

    #[test]
    fn plans_and_measures_are_told_apart() {
        assert!(is_plan("- Train volunteers\n- Organise a fair") && is_plan("Former des volontaires"));
        for text in ["- Number of volunteers trained", "Train 200 volunteers", "NA", "", "Volunteers are trained"] {
            assert!(!is_plan(text), "{text}");
        }
        assert!(is_measure("- Number of wells\n- Nombre de puits") && !is_measure("A number of wells"));
    }
}
