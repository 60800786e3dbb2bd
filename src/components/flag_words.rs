//! What flags are called: their grounds, what they are about, where they are on their way.

use pledgebook_core::{
    browse::Catalogue,
    flags::{Decision, Flaggable, Lack, Outcome, Stage, Told, Trouble, Why},
    model::{EXPLANATION, FlaggedPart, Ground, LONGEST_LINE, LONGEST_QUOTE, PlainGround, Principle, Subject},
};

use crate::{browser::intl, state::CopyInfo, words::Words};

/// A plain ground, and what it also means.
pub fn plain_ground(plain: PlainGround, words: Words) -> (String, Option<String>) {
    match plain {
        PlainGround::Principles => (words.flag_g_principles(), Some(words.flag_g_principles_note())),
        PlainGround::Objectives => (words.flag_g_objectives(), None),
        PlainGround::Person => (words.flag_g_person(), None),
        PlainGround::Illegal => (words.flag_g_illegal(), Some(words.flag_g_illegal_note())),
        PlainGround::Spam => (words.flag_g_spam(), None),
        PlainGround::Other => (words.flag_g_other(), None),
    }
}

/// A ground as it is sent.
pub fn ground_words(ground: Ground, words: Words) -> String {
    match ground {
        Ground::Principles => words.flag_g_principles(),
        Ground::Statutes => words.flag_f_statutes(),
        Ground::Objectives => words.flag_g_objectives(),
        Ground::PersonalData => words.flag_f_personal_data(),
        Ground::Safety => words.flag_f_safety(),
        Ground::Impersonation => words.flag_f_impersonation(),
        Ground::Emblem => words.flag_f_emblem(),
        Ground::Illegal => words.flag_g_illegal(),
        Ground::Spam => words.flag_g_spam(),
        Ground::Other => words.flag_g_other(),
    }
}

/// A Principle.
pub fn principle_words(principle: Principle, words: Words) -> String {
    match principle {
        Principle::Humanity => words.flag_p_humanity(),
        Principle::Impartiality => words.flag_p_impartiality(),
        Principle::Neutrality => words.flag_p_neutrality(),
        Principle::Independence => words.flag_p_independence(),
        Principle::VoluntaryService => words.flag_p_voluntary(),
        Principle::Unity => words.flag_p_unity(),
        Principle::Universality => words.flag_p_universality(),
    }
}

/// Which text a flag is about.
pub fn subject_words(subject: &Subject, words: Words) -> String {
    let part = match subject.part {
        Some(FlaggedPart::Title) => words.sort_title(),
        Some(FlaggedPart::Objectives) => words.part_objectives(),
        Some(FlaggedPart::ActionPlan) => words.part_action_plan(),
        Some(FlaggedPart::Indicators) => words.part_indicators(),
        Some(FlaggedPart::Resources) => words.part_resources(),
        Some(FlaggedPart::Text) => words.part_text(),
        Some(FlaggedPart::ActionsTaken) => words.report_actions(),
        Some(FlaggedPart::Attachment) => words.attachments_title(),
        None if subject.sha256.is_some() => words.part_text(),
        None => words.flag_whole(),
    };
    match &subject.report {
        Some(_) => format!("{} · {part}", words.report_title()),
        None => part,
    }
}

/// A text as the subject of a flag.
pub fn subject_of(text: &Flaggable<'_>, pledge: &pledgebook_core::model::PledgeId, seq: Option<u64>) -> Subject {
    Subject {
        pledge: pledge.clone(),
        report: text.report.cloned(),
        part: text.part,
        sha256: Some(text.hash().to_string().into()),
        seq,
    }
}

/// Where a flag is: a short heading, and the sentence under it.
pub fn stage_words(stage: &Stage, attempts: u32, words: Words) -> (String, Option<String>) {
    let language = words.language();
    match stage {
        Stage::Queued => (words.flags_queued(), Some(words.flags_queued_note())),
        Stage::Sending(_) => (words.flags_sending(), None),
        Stage::Waiting(until, why) => {
            let why = match why {
                Why::Offline => words.flags_why_offline(),
                Why::TimedOut => words.flags_why_timed_out(),
                Why::Busy(status) => words.flags_why_busy(status.to_string()),
            };
            #[allow(clippy::cast_precision_loss)]
            let when = intl::moment(*until as f64, language);
            (words.flags_waiting(), Some(words.flags_tried(attempts as usize, when, why)))
        }
        Stage::Sent(sent) => {
            let said = match (sent.told, &sent.decision) {
                (Told::TakenBack, _) => words.receipt_s_taken_back(),
                (_, Some(decision)) => decision_words(decision, words),
                (Told::UnderReview, None) => words.receipt_s_review(),
                (Told::Received | Told::Decided, None) => words.receipt_s_received(),
            };
            (words.flags_sent(&*sent.receipt), Some(said))
        }
        Stage::Attention(Trouble::Replaced) => (words.flags_replaced(), Some(words.flags_t_replaced())),
        Stage::Attention(trouble) => (words.flags_attention(), Some(trouble_words(trouble, words))),
    }
}

/// What was decided.
pub fn decision_words(decision: &Decision, words: Words) -> String {
    match decision.outcome {
        Outcome::Kept => words.receipt_o_kept(),
        Outcome::Removed => words.receipt_o_removed(),
        Outcome::Corrected => words.receipt_o_corrected(),
        Outcome::Referred => words.receipt_o_referred(),
        Outcome::Void => words.receipt_o_void(),
    }
}

fn trouble_words(trouble: &Trouble, words: Words) -> String {
    match trouble {
        Trouble::Faults(faults) => {
            let said: Vec<String> = faults.iter().map(|fault| fault_words(fault, words)).collect();
            words.flags_t_faults(said.join(&words.list_break()))
        }
        Trouble::Taken => words.flags_t_taken(),
        Trouble::TooLarge => words.flags_t_too_large(),
        Trouble::Refused(status) => words.flags_t_refused(status.to_string()),
        Trouble::Changed(_) => words.flags_t_changed(),
        Trouble::Gone => words.flags_t_gone(),
        Trouble::Contact => words.flags_t_contact(),
        Trouble::NoDesk => words.flags_t_no_desk(),
        Trouble::Replaced => words.flags_t_replaced(),
    }
}

/// A fault that the desk names: the field by our word for it, and what the desk says, which is in its own language.
fn fault_words((field, said): &(String, String), words: Words) -> String {
    let name = match field.as_str() {
        "/explanation" => words.flag_why_label(),
        "/law" => words.flag_law(),
        "/quote" => words.flag_quote(),
        "/contact/name" => words.flag_name(),
        "/contact/email" | "/contact" => words.flag_email(),
        "/ground" => words.flag_step_ground(),
        other => other.to_owned(),
    };
    format!("{name}: {said}")
}

/// How many letters an explanation has of those that it may have.
pub fn letters_words(n: usize, words: Words) -> String {
    words.flag_count(n, EXPLANATION.1)
}

/// Who is told of what is no flag: the source, or else the publisher, with an address where one is given.
pub fn contact_of(copy: &CopyInfo) -> (String, Option<String>) {
    let Some(manifest) = &copy.manifest else { return (String::new(), None) };
    let mail = |contact: &Option<Box<str>>| contact.as_ref().map(|c| format!("mailto:{c}"));
    let (source, publisher) = (&manifest.source, &manifest.publisher);
    match mail(&source.contact) {
        Some(mail) => (source.name.to_string(), Some(mail)),
        None if publisher.contact.is_some() => (publisher.name.to_string(), mail(&publisher.contact)),
        None => (source.name.to_string(), source.url.as_ref().map(|u| u.href())),
    }
}

/// The title of a pledge as lists of flags keep it.
pub fn title_for_lists(catalogue: &Catalogue, pledge: &pledgebook_core::model::PledgeId, words: Words) -> String {
    catalogue.brief(pledge).map_or_else(
        || pledge.to_string(),
        |brief| match &brief.title {
            Some(title) => pledgebook_core::model::clip(title, 160).into_owned(),
            None if brief.first_words.is_empty() => pledge.to_string(),
            None => words.list_quoted(&*brief.first_words),
        },
    )
}

/// What is lacking, in words.
pub fn lack_words(lack: Lack, words: Words) -> String {
    match lack {
        Lack::Danger => words.flag_e_danger(),
        Lack::Ground => words.flag_e_ground(),
        Lack::Law => words.flag_e_law(),
        Lack::LawLong(n) => words.flag_e_long(n, LONGEST_LINE),
        Lack::Short(n) => words.flag_e_short(n, EXPLANATION.0),
        Lack::Long(n) => words.flag_e_long(n, EXPLANATION.1),
        Lack::QuoteLong(n) => words.flag_e_long(n, LONGEST_QUOTE),
        Lack::Name => words.flag_e_name(),
        Lack::Email => words.flag_e_email(),
        Lack::EmailWrong => words.flag_e_email_wrong(),
        Lack::GoodFaith => words.flag_e_faith(),
    }
}
