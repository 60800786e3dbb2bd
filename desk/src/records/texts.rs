//! Every text of a record, one by one, to be edited before it is published: cleaned, and personal data cut out.

use std::fmt;

use pledgebook_core::model::{Attachment, Names, Party, Pledge, Report, Term, WebUrl};

use super::{
    clean::clean,
    personal::{Found, cut},
};

/// Something cut out of a field of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CutOut {
    /// Which field, such as `sections[1].text`.
    pub field: String,
    /// What.
    pub found: Found,
}

/// Makes a record fit to be published, and tells what was cut out of it.
pub trait Tidy {
    /// Cleans all texts and cuts personal data out of them.
    fn tidy(&mut self) -> Vec<CutOut>;
}

impl Tidy for Pledge {
    fn tidy(&mut self) -> Vec<CutOut> {
        let mut editor = Editor::default();
        editor.optional(format_args!("number"), &mut self.number);
        editor.url(format_args!("url"), &mut self.url);
        editor.optional(format_args!("title"), &mut self.title);
        for (lang, title) in &mut self.titles {
            editor.text(format_args!("titles.{}", lang.as_str()), title);
        }
        self.titles.retain(|(_, title)| !title.trim().is_empty());
        if let Some(period) = &mut self.period {
            editor.optional(format_args!("period.said"), &mut period.said);
        }
        self.period = self.period.take().filter(|p| p.from.is_some() || p.to.is_some() || p.said.is_some());
        for (n, section) in self.sections.iter_mut().enumerate() {
            editor.heading(format_args!("sections[{n}].heading"), &mut section.heading);
            if let Some(text) = &mut section.text {
                editor.text(format_args!("sections[{n}].text"), &mut text.published);
            }
        }
        for (n, report) in self.reports.iter_mut().enumerate() {
            editor.report(n, report);
        }
        for (n, attachment) in self.attachments.iter_mut().enumerate() {
            editor.attachment(format_args!("attachments[{n}]"), attachment);
        }
        editor.cut
    }
}

impl Tidy for Party {
    fn tidy(&mut self) -> Vec<CutOut> {
        let mut editor = Editor::default();
        editor.names(&mut self.names);
        for (n, name) in self.also.iter_mut().enumerate() {
            editor.text(format_args!("also[{n}]"), name);
        }
        self.also.retain(|name| !name.trim().is_empty());
        editor.cut
    }
}

impl Tidy for Term {
    fn tidy(&mut self) -> Vec<CutOut> {
        let mut editor = Editor::default();
        editor.names(&mut self.names);
        editor.optional(format_args!("place"), &mut self.place);
        editor.cut
    }
}

/// A text as it is published.
pub fn tidy_text(text: &str) -> String {
    let cleaned = clean(text);
    cut(&cleaned).map_or_else(|| cleaned.into_owned(), |(left, _)| left)
}

#[derive(Default)]
struct Editor {
    cut: Vec<CutOut>,
}

impl Editor {
    /// The text as it is published; None where it already is.
    fn edited(&mut self, field: fmt::Arguments<'_>, text: &str) -> Option<Box<str>> {
        let cleaned = clean(text);
        if let Some((left, found)) = cut(&cleaned) {
            self.cut.extend(found.into_iter().map(|found| CutOut { field: field.to_string(), found }));
            return Some(left.into());
        }
        (*cleaned != *text).then(|| cleaned.into())
    }

    fn text(&mut self, field: fmt::Arguments<'_>, text: &mut Box<str>) {
        if let Some(edited) = self.edited(field, text) {
            *text = edited;
        }
    }

    fn heading(&mut self, field: fmt::Arguments<'_>, text: &mut Option<Box<str>>) {
        if let Some(text) = text {
            self.text(field, text);
        }
    }

    /// A text that is none when nothing of it is left.
    fn optional(&mut self, field: fmt::Arguments<'_>, text: &mut Option<Box<str>>) {
        self.heading(field, text);
        *text = text.take().filter(|t| !t.trim().is_empty());
    }

    fn url(&mut self, field: fmt::Arguments<'_>, url: &mut Option<WebUrl>) {
        if let Some(edited) = url.as_ref().and_then(|u| self.edited(field, u.as_str())) {
            *url = WebUrl::new(&edited);
        }
    }

    fn names(&mut self, names: &mut Names) {
        let edited: Vec<_> = names
            .iter()
            .map(|(lang, name)| {
                let edited = self.edited(format_args!("names.{}", lang.as_str()), name);
                (lang.clone(), edited.unwrap_or_else(|| name.into()))
            })
            .collect();
        *names = Names::new(edited);
    }

    fn report(&mut self, n: usize, report: &mut Report) {
        self.url(format_args!("reports[{n}].url"), &mut report.url);
        self.optional(format_args!("reports[{n}].title"), &mut report.title);
        if let Some(text) = &mut report.actions_taken {
            self.text(format_args!("reports[{n}].actions_taken"), &mut text.published);
        }
        for (m, attachment) in report.attachments.iter_mut().enumerate() {
            self.attachment(format_args!("reports[{n}].attachments[{m}]"), attachment);
        }
    }

    fn attachment(&mut self, field: fmt::Arguments<'_>, attachment: &mut Attachment) {
        self.heading(format_args!("{field}.title"), &mut attachment.title);
        self.heading(format_args!("{field}.url"), &mut attachment.url);
        self.heading(format_args!("{field}.media_type"), &mut attachment.media_type);
    }
}

#[cfg(test)]
mod tests {
    use pledgebook_core::feed::{parse_party, parse_pledge, parse_term, party_json, pledge_json, term_json};

    use super::*;

    #[test]
    fn personal_data_is_cut_out_of_every_text_of_a_pledge() {
        // The same address stands in every field that holds words.
        let json = r#"{"id":"p","number":"1 a@b.example","url":"https://c.example/?m=a@b.example","title":"t a@b.example",
            "titles":{"fr":"a@b.example"},"lang":"en","period":{"from":"2019","said":"a@b.example"},
            "sections":[{"part":"text","heading":"a@b.example","text":"x\r\ny\u0000 \u202e a@b.example"}],
            "reports":[{"id":"r","url":"https://c.example/a@b.example","title":"a@b.example","actions_taken":"a@b.example",
            "attachments":[{"title":"a@b.example","url":"https://c.example/?a@b.example","media_type":"a@b.example"}]}],
            "attachments":[{"title":"a@b.example","url":"mailto:a@b.example"}]}"#;
        let (mut pledge, _) = parse_pledge(json.as_bytes()).expect("a pledge");
        let cut = pledge.tidy();
        let fields: Vec<_> = cut.iter().map(|c| c.field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "number",
                "url",
                "title",
                "titles.fr",
                "period.said",
                "sections[0].heading",
                "sections[0].text",
                "reports[0].url",
                "reports[0].title",
                "reports[0].actions_taken",
                "reports[0].attachments[0].title",
                "reports[0].attachments[0].url",
                "reports[0].attachments[0].media_type",
                "attachments[0].title",
                "attachments[0].url",
            ]
        );
        let written = pledge_json(&pledge);
        assert!(!written.contains('@'), "{written}");
        assert_eq!(pledge.sections[0].text.as_ref().map(|t| &*t.published), Some("x\ny  [removed]"));
        assert_eq!(pledge.tidy(), [], "tidying again finds nothing");
    }

    #[test]
    fn names_are_tidied_and_one_of_which_nothing_is_left_is_none() {
        let json = r#"{"id":"x","names":{"en":"A\u202eB a@b.example","fr":"\u202e"},"also":["\u0000","C\u2066D"]}"#;
        let (mut party, _) = parse_party(json.as_bytes()).expect("a party");
        assert_eq!(party.tidy().len(), 1);
        assert_eq!(party_json(&party), r#"{"id":"x","names":{"en":"AB [removed]"},"also":["CD"]}"#);
        let json = r#"{"list":"themes","id":"x","names":{"en":"A\u202eB"},"place":"Tel: 022 730 42 22"}"#;
        let (mut term, _) = parse_term(json.as_bytes()).expect("a term");
        assert_eq!(term.tidy().len(), 1);
        assert_eq!(term_json(&term), r#"{"list":"themes","id":"x","names":{"en":"AB"},"place":"Tel: [removed]"}"#);
    }

    #[test]
    fn a_title_of_direction_marks_alone_is_no_title() {
        let json = r#"{"id":"p","title":"\u202e\u2066","titles":{"fr":"\u202e"},"period":{"said":"\u202e"}}"#;
        let (mut pledge, _) = parse_pledge(json.as_bytes()).expect("a pledge");
        pledge.tidy();
        assert_eq!(pledge_json(&pledge), r#"{"id":"p"}"#);
    }
}
