//! The list of defects as a page of its own, without script, to be sent or printed.

use maud::{DOCTYPE, Markup, html as markup};

use super::{Report, Rule, in_book};

/// The page; `book` is the address of the reader's site, for a link to each pledge.
pub fn html(report: &Report, book: Option<&str>) -> String {
    let rules = Rule::ALL.iter().filter_map(|rule| report.counts.get(rule).map(|count| (*rule, *count)));
    let rules: Vec<(Rule, usize)> = rules.collect();
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { "Defects of the records" }
                style { (STYLE) }
            }
            body {
                h1 { "Defects of the records" }
                p { (report.records[0]) " pledges were looked at. What is listed is published all the same, but for what is left out or cut." }
                @if rules.is_empty() { p { "Nothing was found." } }
                ul { @for (rule, count) in &rules { li { a href={ "#" (rule.word()) } { (rule.says()) } ": " (count) } } }
                @for (rule, count) in &rules { (section(report, *rule, *count, book)) }
            }
        }
    };
    page.into_string()
}

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;\
    width:100%}th,td{border-top:1px solid;padding:.3rem .6rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}\
    @media print{a{color:inherit}}";

fn section(report: &Report, rule: Rule, count: usize, book: Option<&str>) -> Markup {
    let defects: Vec<_> = report.defects.iter().filter(|d| d.rule == rule).collect();
    markup! {
        h2 id=(rule.word()) { (rule.says()) }
        @if count > defects.len() { p { (count) " in all; the first " (defects.len()) " are listed." } }
        table {
            thead { tr { th { "Pledge" } th { "Title" } th { "Value" } th { "Found" } } }
            tbody {
                @for d in defects {
                    tr {
                        td {
                            @if let Some(link) = in_book(book, &d.id) { a href=(link) { (d.id) } } @else { (d.id) }
                            @if !d.url.is_empty() { " " a href=(d.url) rel="noreferrer" { "page of record" } }
                        }
                        td dir="auto" { (d.title) }
                        td { (d.field) }
                        td dir="auto" { (d.found) }
                    }
                }
            }
        }
    }
}
