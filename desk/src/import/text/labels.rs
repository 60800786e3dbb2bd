//! The labels of the public pledge pages in four languages, and a text divided at them. A label stands on a line of its own or at the
//! beginning of one, with or without "A)", "أ)" and a colon. What stands before the first is kept apart: a person looks at it.

use std::{collections::HashMap, sync::OnceLock};

use pledgebook_core::search::fold;

use crate::import::raw::Target;

/// How sure a label is one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Strength {
    /// Nobody writes it by chance.
    Sure,
    /// A common word: only on a line of its own, or with a letter or a colon where that part has not come yet.
    Common,
    /// What tells of the pledge beside its texts: only before the first text.
    Fact,
}
use Strength::{Common, Fact, Sure};

type Entry = (Target, &'static str, Strength, &'static [&'static str]);

const TABLE: &[Entry] = &[
    (Target::Objectives, "en", Sure, &["Objectives of the pledge", "Pledge objectives"]),
    (Target::Objectives, "en", Common, &["Objectives", "Objective"]),
    (Target::Objectives, "fr", Sure, &["Objectifs de l'engagement"]),
    (Target::Objectives, "fr", Common, &["Objectifs", "Objectif"]),
    (Target::Objectives, "es", Sure, &["Objetivos de la promesa"]),
    (Target::Objectives, "es", Common, &["Objetivos", "Objetivo"]),
    (Target::Objectives, "ar", Sure, &["أهداف التعهد"]),
    (Target::Objectives, "ar", Common, &["الأهداف", "أهداف"]),
    (Target::ActionPlan, "en", Common, &["Action plan", "Plan of action"]),
    (Target::ActionPlan, "fr", Common, &["Plan d'action"]),
    (Target::ActionPlan, "es", Common, &["Plan de acción"]),
    (Target::ActionPlan, "ar", Common, &["خطة العمل"]),
    (Target::Indicators, "en", Sure, &["Indicators for measuring progress"]),
    (Target::Indicators, "en", Common, &["Indicators"]),
    (Target::Indicators, "fr", Sure, &["Indicateurs pour mesurer les progrès", "Indicateurs de mesure des progrès"]),
    (Target::Indicators, "fr", Common, &["Indicateurs"]),
    (Target::Indicators, "es", Sure, &["Indicadores para medir los avances"]),
    (Target::Indicators, "es", Common, &["Indicadores"]),
    (Target::Indicators, "ar", Sure, &["مؤشرات قياس التقدم المحرز"]),
    (Target::Indicators, "ar", Common, &["المؤشرات", "مؤشرات"]),
    (Target::Resources, "en", Sure, &["Resource implications"]),
    (Target::Resources, "fr", Sure, &["Implications en termes de ressources", "Ressources nécessaires"]),
    (Target::Resources, "fr", Common, &["Ressources"]),
    (Target::Resources, "es", Sure, &["Recursos requeridos"]),
    (Target::Resources, "es", Common, &["Recursos"]),
    (Target::Resources, "ar", Sure, &["الآثار المترتبة على الموارد"]),
    (Target::Resources, "en", Common, &["Resources"]),
    (Target::Actions, "en", Sure, &["Actions taken"]),
    (Target::Actions, "fr", Sure, &["Actions entreprises", "Mesures prises", "Actions menées"]),
    (Target::Actions, "es", Sure, &["Acciones tomadas"]),
    (Target::Actions, "ar", Sure, &["الإجراءات المتخذة"]),
    (Target::Completed, "en", Sure, &["Implementation completion", "Implementation completed"]),
    (Target::Completed, "fr", Sure, &["Achèvement de la mise en œuvre", "Fin de la mise en œuvre"]),
    (Target::Completed, "es", Sure, &["Finalización de la ejecución"]),
    (Target::Completed, "ar", Sure, &["اكتمال التنفيذ", "إتمام التنفيذ", "استكمال التنفيذ"]),
    (
        Target::Number,
        "",
        Fact,
        &["Pledge number", "Number of the pledge", "Numéro de l'engagement", "Número de la promesa", "رقم التعهد"],
    ),
    (
        Target::Pledging,
        "",
        Fact,
        &[
            "Pledging party",
            "Pledging parties",
            "Made by",
            "Entité ayant pris l'engagement",
            "Auteurs de l'engagement",
            "Promesa de",
            "Autores de la promesa",
            "الجهة المتعهدة",
            "الجهات المتعهدة",
        ],
    ),
    (
        Target::Signatory,
        "",
        Fact,
        &["Signatory", "Signatories", "Signataire", "Signataires", "Signatario", "Signatarios", "الموقعون"],
    ),
    (Target::Kind, "", Fact, &["Type of pledge", "Pledge type", "Type d'engagement", "Tipo de promesa", "نوع التعهد"]),
    (Target::Edition, "", Fact, &["Conference", "International Conference", "Conférence", "Conferencia", "المؤتمر"]),
    (Target::Themes, "", Fact, &["Theme", "Themes", "Thème", "Thèmes", "Tema", "Temas", "المواضيع"]),
    (
        Target::Submitted,
        "",
        Fact,
        &["Date of submission", "Submitted", "Date de soumission", "Fecha de presentación", "تاريخ التقديم"],
    ),
    (Target::Countries, "", Fact, &["Country", "Countries", "Pays", "País", "Países", "البلد", "البلدان"]),
    (
        Target::PeriodSaid,
        "",
        Fact,
        &["Period", "Implementation period", "Période", "Période de mise en œuvre", "Período", "الفترة"],
    ),
    (Target::ReportDate, "", Fact, &["Date of the report", "Date du rapport", "Fecha del informe", "تاريخ التقرير"]),
];

fn known(folded: &str) -> Option<&'static Entry> {
    static LABELS: OnceLock<HashMap<String, &'static Entry>> = OnceLock::new();
    let all = || TABLE.iter().flat_map(|entry| entry.3.iter().map(move |label| (fold(label), entry))).collect();
    LABELS.get_or_init(all).get(folded).copied()
}

/// What a label is, and its language; empty where all languages have one place for it. A letter before it does no harm.
pub fn by_label(label: &str) -> Option<(Target, &'static str)> {
    let folded = fold(label);
    let bare = folded
        .split_once(' ')
        .filter(|(letter, _)| letter.chars().count() == 1)
        .map_or(folded.as_str(), |(_, rest)| rest);
    known(&folded).or_else(|| known(bare)).map(|entry| (entry.0, entry.1))
}

/// A piece of a text under its label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// What the label says it is.
    pub target: Target,
    /// The label's language; empty where all languages have one place for it.
    pub lang: &'static str,
    /// The label as it stands, without its letter and colon.
    pub label: String,
    /// The words under it, as they stand.
    pub text: String,
}

/// A text divided at its labels.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Divided {
    /// What stands before the first label.
    pub before: String,
    /// The pieces in order.
    pub pieces: Vec<Piece>,
}

/// Divides a text at the labels that it has.
pub fn divide(text: &str) -> Divided {
    let mut divided = Divided::default();
    for line in text.lines() {
        match label_of(line, &divided.pieces) {
            Some((entry, label, rest)) => {
                let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
                divided.pieces.push(Piece { target: entry.0, lang: entry.1, label, text: rest.trim().to_owned() });
            }
            None => {
                let into = divided.pieces.last_mut().map_or(&mut divided.before, |p| &mut p.text);
                if !into.is_empty() {
                    into.push('\n');
                }
                into.push_str(line);
            }
        }
    }
    divided
}

/// Whether a line is, or begins with, a label of any kind: what a check looks for in texts.
pub fn begins_with_label(line: &str) -> bool {
    label_of(line, &[]).is_some_and(|(entry, _, rest)| entry.2 == Sure || entry.2 == Common && rest.trim().is_empty())
}

/// The label of a line and what follows it.
fn label_of<'a>(line: &'a str, before: &[Piece]) -> Option<(&'static Entry, &'a str, &'a str)> {
    let (bare, has_letter) = without_letter(line.trim());
    if bare.is_empty() {
        return None;
    }
    if bare.chars().count() <= 60
        && let Some(entry) = known(&fold(bare))
        && (entry.2 != Fact || is_before_texts(before))
    {
        return Some((entry, bare.trim_end_matches([':', '：', ' ', '\u{a0}']), ""));
    }
    let (label, rest) = bare.split_once([':', '：'])?;
    let entry = known(&fold(label)).filter(|_| label.chars().count() <= 60)?;
    let may = match entry.2 {
        Sure => true,
        Common => has_letter || before.iter().all(|p| p.target != entry.0),
        Fact => is_before_texts(before),
    };
    may.then(|| (entry, label.trim(), rest))
}

fn is_before_texts(before: &[Piece]) -> bool {
    before.iter().all(|p| TABLE.iter().any(|e| e.0 == p.target && e.2 == Fact))
}

/// The line without "A)", "(a)", "أ)", "1." before its words, and whether there was one.
fn without_letter(line: &str) -> (&str, bool) {
    let inner = line.trim_start_matches(['(', '*', '#', ' ', '\u{200e}', '\u{200f}']);
    let mut chars = inner.chars();
    let is_letter = chars
        .next()
        .is_some_and(|c| matches!(c, 'A'..='H' | 'a'..='h' | '1'..='9' | 'أ' | 'ا' | 'ب' | 'ج' | 'د' | 'ه' | 'و'));
    match chars.next() {
        Some(')' | '.' | '-' | '/') if is_letter => (chars.as_str().trim_start().trim_end_matches('*'), true),
        _ => (inner.trim_end_matches('*'), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(text: &str) -> Vec<(Target, String)> {
        divide(text).pieces.into_iter().map(|p| (p.target, p.text.trim().to_owned())).collect()
    }

    #[test]
    fn every_label_is_known_alone_with_a_letter_and_with_a_colon() {
        for (target, _, _, labels) in TABLE {
            for label in *labels {
                for line in [
                    label.to_string(),
                    format!("A) {label}:"),
                    format!("{label} :"),
                    format!("أ) {label}"),
                    label.to_uppercase(),
                ] {
                    let found = targets(&format!("{line}\nWords"));
                    assert_eq!(found, [(*target, "Words".to_owned())], "{line}");
                }
            }
        }
    }

    #[test]
    fn a_label_may_have_its_text_on_the_same_line() {
        assert_eq!(targets("A) Objectives: to help"), [(Target::Objectives, "to help".to_owned())]);
        assert_eq!(targets("Implementation completion: No"), [(Target::Completed, "No".to_owned())]);
        assert_eq!(targets("الإجراءات المتخذة: عمل"), [(Target::Actions, "عمل".to_owned())]);
    }

    #[test]
    fn what_only_speaks_of_objectives_is_no_label() {
        let text = "Objectives\nOur objectives are two.\nResources are few.\nConference\nSignatories: all";
        assert_eq!(divide(text).pieces.len(), 1);
        assert_eq!(divide("Action plan:\na\nObjectives of all kinds: b").pieces.len(), 1);
    }

    #[test]
    fn what_stands_before_the_first_label_is_kept_apart() {
        let divided = divide("A title\nSomething else\nObjectives:\nx");
        assert_eq!(divided.before, "A title\nSomething else");
        assert!(divide("No label at all").pieces.is_empty());
    }
}
