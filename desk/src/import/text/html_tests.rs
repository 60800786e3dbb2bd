//! Markup in, words out.

use super::*;

#[track_caller]
fn check(html: &str, expect: &str) {
    assert_eq!(read(html, Newlines::Blank).text.trim(), expect, "{html}");
}

#[test]
fn markup_becomes_paragraphs_items_and_words() {
    check("<p>One\n two</p><p>three&nbsp;four &amp; <b>fi</b>ve</p>", "One two\n\nthree\u{a0}four & five");
    check("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c");
    check("<ol start=3><li>a<li>b</ol>", "3. a\n4. b");
    check("a<br>b<br><br>c", "a\nb\n\nc");
    check("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc");
    check(
        "see <a href='https://a.example/x'>the page</a>, <a href='/y'>this</a>",
        "see the page (https://a.example/x), this",
    );
    check("<a href='https://a.example/'>https://a.example</a>", "https://a.example");
    check("&lt;b&gt; is no markup", "<b> is no markup");
    check("a<script>alert('<p>x</p>')</script><style>p{}</style>b", "ab");
    check("<nav>Home</nav><p>Words</p><footer>Legal</footer>", "Words");
    check("<nav>never closed <main><p>Words</p></main>", "Words");
    check("<article>first</article><article>second</article>", "first");
    check("", "");
    check("<", "<");
    check("<p>a</p", "a");
}

#[test]
fn an_editors_line_ends_are_kept_where_it_wrote_no_paragraphs() {
    let text = read("One\nline\n\nTwo <ul>\n<li>a</li>\n<li>b</li>\n</ul>", Newlines::Kept).text;
    assert_eq!(text.trim(), "One\nline\n\nTwo\n\n- a\n- b");
}

#[test]
fn a_page_says_where_it_is_and_in_what_language() {
    let page = read(
        "<!-- saved from url=(0024)https://old.example/page --><html lang=fr><head><title>Titre – Site</title>\
         <link rel=canonical href=https://a.example/fr/p><link rel=alternate hreflang=en href=https://a.example/p></head>\
         <body><header><h1> Le <i>titre</i></h1></header><p>Mots</p></body></html>",
        Newlines::Blank,
    );
    assert_eq!(page.lang.as_deref(), Some("fr"));
    assert_eq!(page.address.as_deref(), Some("https://a.example/fr/p"));
    assert_eq!(page.others, [("en".to_owned(), "https://a.example/p".to_owned())]);
    assert_eq!(
        (page.heading.as_deref(), page.title.as_deref(), page.text.trim()),
        (Some("Le titre"), Some("Titre – Site"), "Mots")
    );
}

#[test]
fn depth_without_end_costs_no_more_than_its_length() {
    let deep = "<div><ul><li>".repeat(50_000) + "words";
    assert!(read(&deep, Newlines::Blank).text.ends_with("words"));
}
