//! What can be done with a case: decide it, confirm or send back what somebody proposed, hold the text, ask the party.

use maud::{Markup, html};
use pledgebook_core::model::Ground;

use super::{
    Desk,
    case::decided,
    frame::{option, time, token, warn},
    visit::Visit,
};
use crate::{
    flags::OfCase,
    office::{Decision, Dossier, Outcome, Role, Scope, Stage},
    words::{LANGUAGES, Words},
};

/// The grounds on which a text may be held without a flag that says so.
const URGENT: [Ground; 2] = [Ground::PersonalData, Ground::Safety];

/// All of it, as far as it is possible now.
pub fn section(desk: &Desk, visit: &Visit, dossier: &Dossier, is_there: bool) -> Markup {
    let (words, who) = (visit.words, visit.moderator());
    if who.role != Role::Moderator {
        return html! {};
    }
    if dossier.listed.stage == Stage::Decided {
        return reopen(visit, dossier);
    }
    let waits = |kind: &str| dossier.decisions.iter().find(|d| d.kind == kind && d.state == "proposed");
    let theirs = dossier.listed.claim.as_ref().is_some_and(|claim| claim.id != who.id);
    html! {
        @if let Some(hold) = waits("hold") { (second(visit, dossier, hold, "confirm-hold")) }
        @if dossier.away.is_none() { (hold(visit, dossier)) }
        @if let Some(proposal) = waits("decision") {
            (second(visit, dossier, proposal, "confirm"))
        } @else if theirs {
            p.note { (words.t("decide.theirs")) }
        } @else {
            (hearing(desk, visit, dossier))
            (decision(desk, visit, dossier, is_there))
        }
    }
}

/// What a second sees of what somebody proposed.
fn second(visit: &Visit, dossier: &Dossier, proposal: &Decision, deed: &str) -> Markup {
    let words = visit.words;
    let own = proposal.by.0 == visit.moderator().id;
    let to = |deed: &str| format!("/desk/cases/{}/{deed}", dossier.listed.case.id);
    let is_hold = deed == "confirm-hold";
    html! {
        section.act {
            h2 { (words.t(if is_hold { "second.hold" } else { "second.title" })) }
            (decided(proposal, words))
            @if own { p.note { (words.t("second.own")) } } @else {
                form.one method="post" action=(to(deed)) {
                    (token(visit)) input type="hidden" name="version" value=(dossier.listed.version);
                    button.main type="submit" { (words.t(if is_hold { "second.confirm-hold" } else { "second.confirm" })) }
                }
            }
            @if !is_hold {
                form method="post" action=(to("send-back")) {
                    (token(visit))
                    label for="why" { (words.t("second.why")) }
                    textarea #why name="text" rows="2" maxlength="8000" required dir="auto" { (visit.form.get("text")) }
                    button type="submit" { (words.t("second.back")) }
                }
            }
        }
    }
}

/// Taking the text away at once.
fn hold(visit: &Visit, dossier: &Dossier) -> Markup {
    let words = visit.words;
    html! {
        details.act {
            summary { (words.t("hold.title")) }
            p { (words.t("hold.note")) }
            form method="post" action=(format!("/desk/cases/{}/hold", dossier.listed.case.id)) {
                (token(visit))
                (scopes(visit, dossier, "hold-scope"))
                label for="hold-ground" { (words.t("case.ground")) }
                select #hold-ground name="ground" { @for ground in URGENT { (option(ground.wire(), &words.ground(ground.wire()), visit.form.get("ground") == ground.wire())) } }
                label for="hold-why" { (words.t("decide.reasoning")) }
                textarea #hold-why name="reasoning" rows="2" maxlength="8000" dir="auto" { (visit.form.get("reasoning")) }
                button type="submit" { (words.t("hold.do")) }
            }
        }
    }
}

/// Telling the party, and keeping what it answers.
fn hearing(desk: &Desk, visit: &Visit, dossier: &Dossier) -> Markup {
    let (words, one) = (visit.words, &dossier.listed);
    let days = desk.office.rules.hear_days;
    if days == 0 || dossier.parties.is_empty() {
        return html! {};
    }
    let to = |deed: &str| format!("/desk/cases/{}/{deed}", one.case.id);
    let reached: Vec<&str> =
        dossier.parties.iter().filter(|(_, known)| *known).map(|(party, _)| party.as_str()).collect();
    let can_mail = desk.channels.smtp.is_some() && !reached.is_empty();
    let draft = words.say("hear.draft", &[("pledge", &one.case.subject.pledge), ("days", &days.to_string())]);
    let text = if visit.path.ends_with("/ask") { visit.form.get("text").to_owned() } else { draft };
    html! {
        details.act open[one.stage == Stage::Hearing] {
            summary { (words.t("hear.title")) }
            @match (&one.hear_until, &one.heard) {
                (_, Some(at)) => { p { (words.t("hear.answered")) " " (time(at)) } }
                (Some(until), None) => { p { (words.t("hear.until")) " " (time(until)) } }
                (None, None) => { p { (words.say("hear.note", &[("days", &days.to_string())])) } }
            }
            @if one.hear_until.is_none() {
                form method="post" action=(to("ask")) {
                    (token(visit))
                    label for="ask" { (words.t("hear.text")) }
                    textarea #ask name="text" rows="6" maxlength="8000" required dir="auto" { (text) }
                    p.note { @if can_mail { (words.say("hear.mail", &[("parties", &reached.join(", "))])) } @else { (words.t("hear.yourself")) } }
                    button type="submit" { (words.t("hear.ask")) }
                }
            } @else {
                form method="post" action=(to("heard")) {
                    (token(visit))
                    label for="heard" { (words.t("hear.answer")) }
                    textarea #heard name="text" rows="4" maxlength="8000" required dir="auto" { @if visit.path.ends_with("/heard") { (visit.form.get("text")) } }
                    button type="submit" { (words.t("hear.keep")) }
                }
            }
        }
    }
}

fn scopes(visit: &Visit, dossier: &Dossier, id: &str) -> Markup {
    let (words, subject) = (visit.words, &dossier.listed.case.subject);
    let possible = Scope::ALL.iter().filter(|scope| match scope {
        Scope::Text => subject.sha256.is_some(),
        Scope::Report => subject.report.is_some(),
        Scope::Pledge => true,
        Scope::Standing => false,
    });
    // What is away is what is spoken of, unless somebody says otherwise.
    let standing = dossier.away.iter().map(|_| &Scope::Standing);
    let possible = standing.chain(possible);
    html! {
        label for=(id) { (words.t("decide.scope")) }
        select id=(id) name="scope" { @for scope in possible { (option(scope.wire(), &words.t(&format!("scope.{}", scope.wire())), visit.form.get("scope") == scope.wire())) } }
    }
}

/// The decision.
fn decision(desk: &Desk, visit: &Visit, dossier: &Dossier, is_there: bool) -> Markup {
    let (words, form) = (visit.words, &visit.form);
    let (objected, away) = (dossier.listed.stage == Stage::Objected, dossier.away.is_some());
    let chosen = Some(form.get("outcome")).filter(|o| !o.is_empty()).unwrap_or(if is_there || objected || away {
        ""
    } else {
        "void"
    });
    let ground = Some(form.get("ground")).filter(|g| !g.is_empty());
    // Who is in danger, or exposed, comes first; then whoever came first.
    let urgency = |flag: &&OfCase| (!flag.flag.danger, !URGENT.iter().any(|g| g.wire() == flag.ground));
    let ground = ground
        .or_else(|| dossier.flags.iter().filter(|f| !f.taken_back).min_by_key(urgency).map(|f| f.ground.as_str()));
    let ground = ground.unwrap_or_default();
    html! {
        section.act {
            h2 { (words.t(if objected { "decide.objection" } else { "decide.title" })) }
            @if away { (warn(words, "decide.away", &[])) } @else if !is_there && !objected { (warn(words, "decide.gone", &[])) }
            @if desk.office.rules.second { p.note { (words.t("decide.second")) } }
            form method="post" action=(format!("/desk/cases/{}/decide", dossier.listed.case.id)) {
                (token(visit))
                input type="hidden" name="version" value=(dossier.listed.version);
                fieldset { legend { (words.t("decide.outcome")) }
                    @for outcome in Outcome::ALL { @if is_offered(*outcome, away) {
                        label.pick { input type="radio" name="outcome" value=(outcome.wire()) required checked[chosen == outcome.wire()]; span { (choice(*outcome, objected || away, words)) } }
                    } }
                }
                (scopes(visit, dossier, "scope"))
                label for="ground" { (words.t("case.ground")) }
                select #ground name="ground" { @for one in Ground::ALL { (option(one.wire(), &words.ground(one.wire()), ground == one.wire())) } }
                label for="rule" { (words.t("decide.rule")) }
                input #rule name="rule" maxlength="200" dir="auto" value=(form.get("rule")) placeholder=(words.t("decide.rule-hint"));
                label for="reasoning" { (words.t("decide.reasoning")) }
                textarea #reasoning name="reasoning" rows="4" maxlength="8000" dir="auto" { (form.get("reasoning")) }
                fieldset { legend { (words.t("decide.statement")) }
                    p.note { (words.t("decide.statement-note")) }
                    div.langs-4 { @for lang in LANGUAGES {
                        @let name = format!("statement.{lang}");
                        div {
                            label for=(name) { (words.t(&format!("lang.{lang}"))) }
                            textarea id=(name) name=(name) rows="3" maxlength="8000" lang=(lang) dir="auto" { (form.get(&name)) }
                        }
                    } }
                }
                label.pick { input type="checkbox" name="by_party" value="1" checked[form.has("by_party")]; span { (words.t("decide.by-party")) } }
                label.pick { input type="checkbox" name="automated" value="1" checked[form.has("automated")]; span { (words.t("decide.automated")) } }
                div.row {
                    button.main type="submit" { (words.t("decide.do")) }
                    button type="submit" name="next" value="1" { (words.t("decide.next")) }
                }
            }
            p.note { (words.t("decide.office")) }
        }
    }
}

/// What is away is removed, or shown again; what nobody sees any more is not void.
fn is_offered(outcome: Outcome, away: bool) -> bool {
    match outcome {
        Outcome::Kept | Outcome::Removed => true,
        Outcome::Referred | Outcome::Void => !away,
        Outcome::Corrected => false,
    }
}

fn choice(outcome: Outcome, restores: bool, words: Words) -> String {
    match (outcome, restores) {
        (Outcome::Kept, true) => words.t("choice.restore"),
        (Outcome::Removed, true) => words.t("choice.uphold"),
        _ => words.t(&format!("choice.{}", outcome.wire())),
    }
}

/// Opening a decided case again.
fn reopen(visit: &Visit, dossier: &Dossier) -> Markup {
    let words = visit.words;
    html! {
        details.act {
            summary { (words.t("case.reopen")) }
            p { (words.t("case.reopen-note")) }
            form method="post" action=(format!("/desk/cases/{}/reopen", dossier.listed.case.id)) {
                (token(visit))
                label for="reopen" { (words.t("notes.new")) }
                textarea #reopen name="text" rows="2" maxlength="8000" required dir="auto" { @if visit.path.ends_with("/reopen") { (visit.form.get("text")) } }
                button type="submit" { (words.t("case.reopen")) }
            }
        }
    }
}
