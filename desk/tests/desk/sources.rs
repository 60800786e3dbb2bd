//! What tests make sources of: rows as CSV and XLSX, posts as a WordPress export.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A post of an export.
#[derive(Clone, Default)]
pub struct Post<'a> {
    pub id: u32,
    pub kind: &'a str,
    pub title: &'a str,
    pub content: &'a str,
    pub parent: u32,
    pub status: &'a str,
    pub password: &'a str,
    pub file: &'a str,
    pub meta: Vec<(&'a str, &'a str)>,
    pub categories: Vec<(&'a str, &'a str, &'a str)>,
}

fn cdata(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}

/// An export of these posts.
pub fn wxr(posts: &[Post<'_>]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- generator=\"WordPress/6.4\" -->\n<rss version=\"2.0\"><channel><title>Site</title>\n",
    );
    for post in posts {
        let status = if post.status.is_empty() { "publish" } else { post.status };
        let _ = write!(
            out,
            "<item><title>{}</title><link>https://old.example/?p={}</link><content:encoded>{}</content:encoded><wp:post_id>{}</wp:post_id>\
             <wp:post_parent>{}</wp:post_parent><wp:status>{status}</wp:status><wp:post_type>{}</wp:post_type><wp:post_password>{}</wp:post_password>",
            cdata(post.title),
            post.id,
            cdata(post.content),
            post.id,
            post.parent,
            post.kind,
            post.password
        );
        if !post.file.is_empty() {
            let _ = write!(out, "<wp:attachment_url>{}</wp:attachment_url>", post.file);
        }
        for (domain, slug, name) in &post.categories {
            let _ = write!(out, "<category domain=\"{domain}\" nicename=\"{slug}\">{}</category>", cdata(name));
        }
        for (key, value) in &post.meta {
            let _ = write!(
                out,
                "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>",
                cdata(value)
            );
        }
        out.push_str("</item>\n");
    }
    out + "</channel></rss>\n"
}

/// A cell of a sheet.
#[derive(Clone)]
pub enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    /// Days since 1900 as Excel counts.
    Day(u32),
    Error,
    None,
}

/// A sheet: its name, its rows, its merged ranges.
pub type Sheet<'a> = (&'a str, Vec<Vec<Cell<'a>>>, &'a [&'a str]);

/// A workbook with these sheets.
pub fn xlsx(path: &Path, sheets: &[Sheet<'_>]) {
    let mut zip = ZipWriter::new(File::create(path).expect("made"));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, stored).expect("started");
        zip.write_all(text.as_bytes()).expect("written");
    };
    let (mut list, mut relations) = (String::new(), String::new());
    for (n, (name, ..)) in sheets.iter().enumerate() {
        let _ = write!(list, "<sheet name=\"{name}\" sheetId=\"{0}\" r:id=\"rId{0}\"/>", n + 1);
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{0}\" Type=\"{kind}\" Target=\"worksheets/sheet{0}.xml\"/>",
            n + 1
        );
    }
    let ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    add(
        "_rels/.rels",
        &format!(
            "<Relationships {package}><Relationship Id=\"rId1\" Type=\"{office}\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    add("xl/workbook.xml", &format!("<workbook {ns}><sheets>{list}</sheets></workbook>"));
    let styles = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles";
    add(
        "xl/_rels/workbook.xml.rels",
        &format!(
            "<Relationships {package}>{relations}<Relationship Id=\"rIdS\" Type=\"{styles}\" Target=\"styles.xml\"/></Relationships>"
        ),
    );
    add(
        "xl/styles.xml",
        &format!(
            "<styleSheet {ns}><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
        ),
    );
    for (n, (_, rows, merged)) in sheets.iter().enumerate() {
        let mut data = String::new();
        for (r, row) in rows.iter().enumerate() {
            let _ = write!(data, "<row r=\"{}\">", r + 1);
            for (c, cell) in row.iter().enumerate() {
                let at = format!("{}{}", char::from(b'A' + u8::try_from(c).expect("few columns")), r + 1);
                let _ = match cell {
                    Cell::Text(text) => write!(
                        data,
                        "<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>",
                        text.replace('&', "&amp;").replace('<', "&lt;")
                    ),
                    Cell::Number(n) => write!(data, "<c r=\"{at}\"><v>{n}</v></c>"),
                    Cell::Day(n) => write!(data, "<c r=\"{at}\" s=\"1\"><v>{n}</v></c>"),
                    Cell::Error => write!(data, "<c r=\"{at}\" t=\"e\"><v>#REF!</v></c>"),
                    Cell::None => Ok(()),
                };
            }
            data.push_str("</row>");
        }
        let merged: String = merged.iter().map(|m| format!("<mergeCell ref=\"{m}\"/>")).collect();
        let merged = if merged.is_empty() { merged } else { format!("<mergeCells>{merged}</mergeCells>") };
        add(
            &format!("xl/worksheets/sheet{}.xml", n + 1),
            &format!("<worksheet {ns}><sheetData>{data}</sheetData>{merged}</worksheet>"),
        );
    }
    zip.finish().expect("finished");
}

/// A CSV file of these rows in a folder.
pub fn csv(folder: &Path, rows: &[Vec<&str>]) -> PathBuf {
    let path = folder.join("table.csv");
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(&path).expect("made");
    for row in rows {
        writer.write_record(row).expect("written");
    }
    writer.flush().expect("written");
    path
}

/// A file in a folder.
pub fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("written");
    path
}
