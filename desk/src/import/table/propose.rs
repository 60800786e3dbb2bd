//! A first mapping from the heads of columns: what a name says in four languages, for a person to correct. Nothing is imported by it
//! before somebody has looked.

use std::collections::BTreeMap;

use pledgebook_core::search::fold;

use crate::import::{
    mapping::{Mapping, To},
    raw::Target,
    text::labels,
};

/// Names of columns and fields beside the labels of pages, folded.
const NAMES: &[(Target, &[&str])] = &[
    (
        Target::Id,
        &["id", "pledge id", "post id", "source id", "identifier", "identifiant", "identificador", "ref", "reference"],
    ),
    (Target::Number, &["number", "pledge number", "no", "numero", "pledge no", "pledge code", "code"]),
    (Target::Url, &["url", "link", "permalink", "address", "page", "lien", "enlace", "web page"]),
    (
        Target::Title,
        &["title", "pledge title", "title of the pledge", "name", "titre", "titulo", "العنوان", "عنوان التعهد"],
    ),
    (Target::Lang, &["lang", "language", "langue", "idioma", "locale", "اللغه"]),
    (Target::Translation, &["translation", "translation of", "trid", "translation group"]),
    (Target::Edition, &["edition", "conference", "ic"]),
    (Target::Kind, &["type", "kind", "type of pledge", "pledge type", "open or specific"]),
    (
        Target::Pledging,
        &[
            "party",
            "parties",
            "pledging",
            "pledger",
            "pledgers",
            "pledge maker",
            "pledged by",
            "national society",
            "partie",
            "partes",
            "parte",
        ],
    ),
    (Target::Signatory, &["co signatories", "signed by", "other signatories"]),
    (Target::Themes, &["topic", "topics", "category", "categories", "tags", "sujet", "sujets"]),
    (Target::Resolutions, &["resolution", "resolutions", "resoluciones"]),
    (Target::Submitted, &["date", "submission date", "date submitted", "fecha"]),
    (Target::PeriodFrom, &["start", "start date", "from", "begin", "debut", "inicio"]),
    (Target::PeriodTo, &["end", "end date", "to", "until", "fin"]),
    (Target::PeriodSaid, &["duration", "timeframe", "time frame", "duree", "plazo"]),
    (Target::Text, &["text", "pledge text", "pledge", "content", "texte", "texto"]),
    (Target::Body, &["body", "post content", "html"]),
    (Target::Updated, &["updated", "modified", "last updated", "last modified"]),
    (Target::Attachment, &["attachment", "attachments", "file", "files", "document", "documents"]),
    (Target::ReportOf, &["report of", "pledge of the report"]),
    (Target::ReportId, &["report id"]),
    (Target::ReportUrl, &["report url", "report link"]),
    (Target::ReportTitle, &["report title"]),
    (Target::ReportDate, &["report date", "date of report", "reported on"]),
    (Target::ReportParty, &["reported by", "reporting party", "reporter"]),
    (Target::Actions, &["actions", "progress", "progress report", "report"]),
    (Target::Completed, &["completed", "complete", "status", "implementation status", "completion"]),
];

/// What a name of a column or field says that it is, with its language where the name has one.
pub fn by_name(name: &str) -> Option<To> {
    let folded = fold(&name.replace(['_', '-', '.'], " "));
    let (bare, lang) = language_in(&folded);
    let by_list = NAMES.iter().find(|(_, names)| names.contains(&bare)).map(|(target, _)| (*target, None));
    let by_label = || labels::by_label(bare).map(|(target, lang)| (target, Some(lang).filter(|l| !l.is_empty())));
    let (target, label_lang) = by_list.or_else(by_label)?;
    Some(To { target, lang: lang.or(label_lang).map(str::to_owned) })
}

/// The language at the end of a name: "title fr", "objectives french".
fn language_in(folded: &str) -> (&str, Option<&'static str>) {
    const ENDS: [(&str, &str); 12] = [
        (" en", "en"),
        (" fr", "fr"),
        (" es", "es"),
        (" ar", "ar"),
        (" english", "en"),
        (" french", "fr"),
        (" spanish", "es"),
        (" arabic", "ar"),
        (" anglais", "en"),
        (" francais", "fr"),
        (" espanol", "es"),
        (" arabe", "ar"),
    ];
    let end = ENDS.iter().find(|(end, _)| folded.ends_with(end));
    end.map_or((folded, None), |(end, lang)| (folded.trim_end_matches(end), Some(*lang)))
}

/// A mapping to begin with; a column that says nothing is dropped until a person says what it is.
pub fn propose(source: &str, heads: &[String]) -> Mapping {
    let mut fields: BTreeMap<String, Option<To>> = BTreeMap::new();
    for head in heads.iter().filter(|h| !h.is_empty()) {
        fields.insert(head.clone(), by_name(head));
    }
    // A language is said only where a table has several for one thing: "Objectifs" alone says nothing of its words.
    let all: Vec<To> = fields.values().flatten().cloned().collect();
    for to in fields.values_mut().flatten() {
        let several = all.iter().any(|other| other.target == to.target && other.lang != to.lang);
        to.lang = to.lang.take().filter(|_| several);
    }
    Mapping { source: source.to_owned(), fields, ..Mapping::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_in_four_languages_are_understood_and_others_are_left_to_people() {
        let heads = [
            "ID",
            "Title",
            "Titre (fr)",
            "A) Objectives",
            "Objectifs de l’engagement",
            "خطة العمل",
            "Signatories",
            "Shoe size",
            "",
        ];
        let heads: Vec<String> = heads.map(str::to_owned).to_vec();
        let mapping = propose("s", &heads);
        let to = |head: &str| mapping.fields[head].as_ref().map(|t| (t.target, t.lang.as_deref()));
        assert_eq!(to("ID"), Some((Target::Id, None)));
        assert_eq!(to("Title"), Some((Target::Title, None)));
        assert_eq!(to("Titre (fr)"), Some((Target::Title, Some("fr"))));
        assert_eq!(to("A) Objectives"), Some((Target::Objectives, Some("en"))));
        assert_eq!(to("Objectifs de l’engagement"), Some((Target::Objectives, Some("fr"))));
        assert_eq!(to("خطة العمل"), Some((Target::ActionPlan, None)));
        assert_eq!((to("Signatories"), to("Shoe size")), (Some((Target::Signatory, None)), None));
        assert!(!mapping.fields.contains_key(""));
    }
}
