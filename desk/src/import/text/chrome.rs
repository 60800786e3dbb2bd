//! What the public site puts around a pledge and is no word of it: menu words, the disclaimer; and how a model text, which nobody
//! pledged, is told from a pledge.

use pledgebook_core::search::fold;

/// Words of menus and buttons, folded, in the site's four languages. Only a line that is nothing else is one.
const MENU: [&str; 64] = [
    "contact",
    "contact us",
    "home",
    "menu",
    "search",
    "share",
    "print",
    "login",
    "log in",
    "sign in",
    "sign up",
    "register",
    "about",
    "back",
    "back to top",
    "back to pledges",
    "all pledges",
    "pledges",
    "skip to content",
    "skip to main content",
    "read more",
    "next",
    "previous",
    "view pledge",
    "submit a pledge",
    "submit a report",
    "download",
    "download pdf",
    "facebook",
    "twitter",
    "linkedin",
    "whatsapp",
    "email",
    "english",
    "francais",
    "espanol",
    "العربيه",
    "accueil",
    "contactez nous",
    "rechercher",
    "partager",
    "imprimer",
    "connexion",
    "retour",
    "tous les engagements",
    "engagements",
    "lire la suite",
    "telecharger",
    "inicio",
    "contacto",
    "buscar",
    "compartir",
    "imprimir",
    "iniciar sesion",
    "volver",
    "todas las promesas",
    "promesas",
    "leer mas",
    "descargar",
    "الرييسيه",
    "اتصل بنا",
    "بحث",
    "مشاركه",
    "التعهدات",
];

/// Pieces of the disclaimer under every page. Two of them in one paragraph are enough.
const DISCLAIMER: [&str; 14] = [
    "cannot be held responsible",
    "user generated content",
    "reserves the right to remove",
    "on this database",
    "ne peuvent etre tenus",
    "ne peut etre tenu",
    "contenu genere par",
    "se reserve le droit de",
    "no se haran responsables",
    "no pueden ser considerados responsables",
    "contenido generado por",
    "se reserva el derecho",
    "لا تتحمل",
    "الحق في ازاله",
];

/// Whether a line is a word of a menu.
pub fn is_menu(line: &str) -> bool {
    let bare = line.trim();
    // A sentence and an item of a list are somebody's own words.
    let is_bare = bare.starts_with(char::is_alphabetic) && bare.ends_with(char::is_alphabetic);
    bare.len() < 60 && is_bare && MENU.contains(&fold(bare).as_str())
}

/// Whether a paragraph is the site's disclaimer.
pub fn is_disclaimer(paragraph: &str) -> bool {
    let folded = fold(paragraph);
    DISCLAIMER.iter().filter(|piece| folded.contains(**piece)).count() >= 2
}

/// The text without the site's own lines: menu words at its beginning and end, the disclaimer wherever it stands.
pub fn without_chrome(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|l| !is_disclaimer(l)).collect();
    let passed = |l: &&str| l.trim().is_empty() || is_menu(l);
    let start = lines.iter().position(|l| !passed(l)).unwrap_or(lines.len());
    let end = lines.iter().rposition(|l| !passed(l)).map_or(start, |n| n + 1);
    lines[start..end].join("\n")
}

/// Why a text is a model for others to fill in, if it is one.
pub fn model_text(title: &str, text: &str) -> Option<&'static str> {
    const SAYS: [&str; 12] = [
        "model pledge",
        "pledge template",
        "sample pledge",
        "pledge form",
        "modele d engagement",
        "formulaire d engagement",
        "engagement type",
        "modelo de promesa",
        "formulario de promesa",
        "promesa tipo",
        "نموذج تعهد",
        "نموذج التعهد",
    ];
    let title = fold(title);
    if SAYS.iter().any(|s| title == *s || title.starts_with(&format!("{s} "))) {
        return Some("its title calls it a model text");
    }
    let blanks = text.matches("____").count() + text.matches("……").count();
    let inside = text
        .split('[')
        .skip(1)
        .filter_map(|rest| rest.split_once(']'))
        .filter(|(inner, _)| is_blank_to_fill(inner))
        .count();
    (blanks + inside >= 3).then_some("it is a model text: three or more places in it are still to be filled in")
}

fn is_blank_to_fill(inner: &str) -> bool {
    const BEGINS: [&str; 14] = [
        "insert",
        "name of",
        "country",
        "date",
        "national society",
        "state",
        "add",
        "specify",
        "nom d",
        "pays",
        "nombre d",
        "pais",
        "اسم",
        "البلد",
    ];
    let folded = fold(inner);
    inner.chars().count() < 60 && (folded.is_empty() || BEGINS.iter().any(|b| folded.starts_with(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sites_own_lines_go_and_the_same_words_in_a_sentence_stay() {
        let text = "Contact\n\nHome\nOur title\nContact the Society.\nSearch\nfor the missing\n\nPartager\nالرئيسية";
        assert_eq!(without_chrome(text), "Our title\nContact the Society.\nSearch\nfor the missing");
        let disclaimer = "The organisers cannot be held responsible for any user-generated content on these pages.";
        assert_eq!(without_chrome(&format!("Words\n{disclaimer}")), "Words");
        assert_eq!(
            without_chrome("Parties cannot be held responsible for floods."),
            "Parties cannot be held responsible for floods."
        );
        assert_eq!(without_chrome("Contact\n"), "");
    }

    #[test]
    fn a_model_text_is_told_from_a_pledge_about_models() {
        assert!(model_text("Model pledge on disaster law", "x").is_some());
        assert!(model_text("Modèle d’engagement", "x").is_some());
        assert!(model_text("", "We, [name of State], with [insert partner], by [date], pledge").is_some());
        assert!(model_text("A model law for disasters", "as noted [1] and [a]").is_none());
        assert!(model_text("", "The [COUNTRY] Red Cross pledges").is_none(), "one left-over is for `desk check`");
    }
}
