//! What real records have come with, and what somebody might send on purpose: one oddity in every thirteenth pledge, all
//! kinds of them in any two hundred and fifty.

use super::{
    shapes::{Attachment, Pledge, Section},
    texts::MARK,
};

const EVERY: usize = 13;
const FIRST: usize = 7;

/// Adds the oddity of pledge `index`, if it has one.
pub fn add(pledge: &mut Pledge, index: usize) {
    if index % EVERY == FIRST {
        let (n, round) = ((index / EVERY) % KINDS.len(), index / EVERY / KINDS.len());
        KINDS[n](pledge, round);
    }
}

const KINDS: [fn(&mut Pledge, usize); 18] = [
    |p, _| title(p, r#"<script>alert("title")</script> & <b>bold</b>"#),
    |p, _| {
        text(
            p,
            r#"<img src=x onerror=alert(1)> &lt;i&gt; ]]> <!-- --> {{7*7}} ${x} %00 \u0041 '; DROP TABLE pledges; --"#,
        )
    },
    |p, _| title(p, "\u{202e}turned around\u{2066} and left open"),
    |p, _| {
        text(
            p,
            "zero\u{200b}width\u{2060}, soft\u{ad}hyphen, می\u{200c}خواهم, 👩\u{200d}🚒, tag\u{e0041}\u{e007f}, \u{feff}mark",
        )
    },
    |p, _| text(p, &"Donaudampfschifffahrtsgesellschaft".repeat(150)),
    |p, _| title(p, &format!("Z{} over the line", "\u{301}\u{327}\u{20dd}".repeat(70))),
    |p, round| {
        if round.is_multiple_of(20) {
            title(p, &"A title of sixty kilobytes. ".repeat(2_200))
        } else {
            title(p, &"A long title. ".repeat(30))
        }
    },
    |p, _| {
        text(
            p,
            "Write to focal.person@example.org or focal (at) example.org, Tel.: +44 20 7946 0123, هاتف: ٠٢٠٧٩٤٦٠١٢٣",
        )
    },
    |p, _| {
        text(p, "Mac\rand Windows\r\nline ends,\u{85}nul\u{0}and bell\u{7}, hard\nwraps\nin the middle\nof a sentence")
    },
    |p, _| {
        text(
            p,
            "è   To read the dead bullets of an old page\n§  and another\n–  and a dash\n1. one\n1. one again\n1. and again",
        )
    },
    |p, _| {
        text(
            p,
            "https://example.org/plain, https://user@evil.example/, javascript:alert(1), //evil.example, www.example.org",
        )
    },
    |p, _| {
        for url in ["javascript:alert(1)", "data:text/html,x", "https://good.example\u{202e}/fdp"] {
            p.attachments.push(Attachment { title: None, url: url.to_owned(), media_type: None, bytes: None });
        }
    },
    |p, _| p.parties = p.parties.iter().flat_map(|link| vec![link.clone(); 4]).collect(),
    |p, _| {
        p.period = Some(super::shapes::Period {
            from: Some("2024-06".into()),
            to: Some("2019".into()),
            said: Some("backwards".into()),
        })
    },
    |p, _| (p.sections, p.title) = (Vec::new(), None),
    |p, _| title(p, "Ｆｕｌｌ ｗｉｄｔｈ, ﬁ ligature, straße, İstanbul, 中文没有空格的标题, हिन्दी"),
    |p, _| (p.kind, p.edition, p.lang) = (None, None, None),
    |p, _| text(p, "=cmd|' /C calc'!A0\n+1\n-1\n@SUM(A1)\n\ttab"),
];

fn title(pledge: &mut Pledge, title: &str) {
    pledge.title = Some(format!("{title} {MARK}"));
}

fn text(pledge: &mut Pledge, text: &str) {
    pledge.sections.push(Section {
        part: "text",
        lang: None,
        heading: None,
        text: text.to_owned(),
        words: Some("as-filed"),
    });
}
