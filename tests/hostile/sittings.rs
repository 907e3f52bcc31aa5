//! A council's case from its sheets to its vote, with the server killed in the middle of every step: what a member was
//! told is done is done, nothing is counted twice, and the outcome is that of the votes.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};

use super::caller::Caller;
use super::kills::text;
use super::random::Random;
use super::report::Report;
use super::server::{Sample, Server};

/// Members of the council of the sample data; the third keeps its register.
const MEMBERS: [&str; 5] = ["hoidong", "hoidong2", "tk-30358", "ld-30358", "cb-30358"];
const KEEPER: usize = 2;
/// The day that the sample data stands on.
const TODAY: &str = "2021-12-14";

struct Council {
    members: Vec<Caller>,
    random: Random,
    told: u32,
    lost: u32,
}

/// Plays the case through.
pub async fn run(sample: &Sample, report: &mut Report) -> anyhow::Result<()> {
    let mut server = sample.serve(&[]).await?;
    let mut members = Vec::new();
    for login in MEMBERS {
        members.push(Caller::signed_in(&server.url, login).await?);
    }
    let mut council = Council { members, random: Random::new(5), told: 0, lost: 0 };

    let review = council.sign_sheets(&mut server).await?;
    let sitting = council.call_sitting(&review).await?;
    council.record_attendance(&mut server, &sitting).await?;
    council.vote(&mut server, &review).await?;
    let outcome = council.close(&mut server, &sitting, &review).await?;

    let name = sample.name();
    report.figure(&format!(
        "{name}: a sitting with four kills, {} deeds acknowledged, {} not found, outcome {outcome}",
        council.told, council.lost
    ));
    report.promise(council.lost == 0, "signed sheets, attendance and votes outlive a kill");
    report.promise(outcome == json!("PASSED"), "the votes decide as they were cast");
    report.promise(server.has_whole_trail()?, "the trail is whole after the sitting");
    Ok(())
}

impl Council {
    /// Lets members act at once, kills the server meanwhile and starts it again; answers who was told that it is done.
    async fn interrupted(
        &mut self,
        server: &mut Server,
        deeds: impl IntoIterator<Item = impl Future<Output = bool> + Send + 'static>,
    ) -> anyhow::Result<Vec<bool>> {
        let at_work: Vec<_> = deeds.into_iter().map(tokio::spawn).collect();
        tokio::time::sleep(Duration::from_millis(self.random.between(5, 60))).await;
        server.kill()?;
        let mut told = Vec::new();
        for deed in at_work {
            told.push(deed.await?);
        }
        server.restart().await?;
        self.told += told.iter().map(|told| u32::from(*told)).sum::<u32>();
        Ok(told)
    }

    fn must_be_found(&mut self, was_told: bool, is_there: bool) {
        self.lost += u32::from(was_told && !is_there);
    }

    async fn review(&mut self, member: usize, id: &str) -> anyhow::Result<Value> {
        let query = "query($id: ID!) { initiativeReview(id: $id) { id version state outcome signedCount votedCount \
            ownSeat { version scores signedAt hasVoted } vote { agree disagree abstain } } }";
        let answer = self.members[member].ask(query, json!({"id": id})).await?.data()?;
        Ok(answer["initiativeReview"].clone())
    }

    /// The scorers sign; whoever was interrupted signs again.
    async fn sign_sheets(&mut self, server: &mut Server) -> anyhow::Result<String> {
        let mut scorers = Vec::new();
        let mut review = String::new();
        for member in 0..MEMBERS.len() {
            let queue =
                self.members[member].ask("{ reviewQueue { reviews { id } } }", json!({})).await?.data()?;
            if let Some(id) = queue["reviewQueue"]["reviews"][0]["id"].as_str() {
                review = id.to_owned();
                scorers.push(member);
            }
        }
        ensure!(!scorers.is_empty(), "the sample data has a case to score");
        let deeds: Vec<_> =
            scorers.iter().map(|member| sign(self.members[*member].clone(), review.clone())).collect();
        let told = self.interrupted(server, deeds).await?;
        for (member, was_told) in scorers.into_iter().zip(told) {
            let is_signed = !self.review(member, &review).await?["ownSeat"]["signedAt"].is_null();
            self.must_be_found(was_told, is_signed);
            if !is_signed {
                ensure!(
                    sign(self.members[member].clone(), review.clone()).await,
                    "a sheet is signed at last"
                );
            }
        }
        Ok(review)
    }

    async fn call_sitting(&mut self, review: &str) -> anyhow::Result<String> {
        let keeper = &mut self.members[KEEPER];
        let query = "query($id: ID!) { initiativeReview(id: $id) { council { id } } }";
        let found = keeper.ask(query, json!({"id": review})).await?.data()?;
        let input = json!({"councilId": found["initiativeReview"]["council"]["id"], "heldOn": TODAY,
            "isSecret": false, "place": "Trụ sở UBND xã", "reviewIds": [review]});
        let query = "mutation($input: SaveSittingInput!) { saveSitting(input: $input) { __typename \
            ... on CouncilSitting { id } } }";
        let saved = keeper.ask(query, json!({"input": input})).await?.data()?;
        text(&saved["saveSitting"]["id"]).with_context(|| format!("{saved}"))
    }

    async fn sitting(&mut self, id: &str) -> anyhow::Result<Value> {
        let query = "query($id: ID!) { councilSitting(id: $id) { version state present { id } } }";
        Ok(self.members[KEEPER].ask(query, json!({"id": id})).await?.data()?["councilSitting"].clone())
    }

    /// Everybody is present.
    async fn record_attendance(&mut self, server: &mut Server, sitting: &str) -> anyhow::Result<()> {
        let mut present = Vec::new();
        for member in &mut self.members {
            let own = member.ask("{ viewer { account { id } } }", json!({})).await?.data()?;
            present.push(text(&own["viewer"]["account"]["id"])?);
        }
        let before = self.sitting(sitting).await?;
        let deed = attend(
            self.members[KEEPER].clone(),
            sitting.to_owned(),
            present.clone(),
            before["version"].clone(),
        );
        let told = self.interrupted(server, [deed]).await?[0];
        let after = self.sitting(sitting).await?;
        let is_there = after["present"].as_array().is_some_and(|list| list.len() == present.len());
        self.must_be_found(told, is_there);
        if !is_there {
            let again =
                attend(self.members[KEEPER].clone(), sitting.to_owned(), present, after["version"].clone());
            ensure!(again.await, "the attendance is recorded at last");
        }
        Ok(())
    }

    /// Everybody votes; whoever was interrupted votes again, and nobody twice.
    async fn vote(&mut self, server: &mut Server, review: &str) -> anyhow::Result<()> {
        let deeds: Vec<_> =
            self.members.iter().map(|member| cast(member.clone(), review.to_owned())).collect();
        let told = self.interrupted(server, deeds).await?;
        for (member, was_told) in told.into_iter().enumerate() {
            let has_voted = self.review(member, review).await?["ownSeat"]["hasVoted"] == true;
            self.must_be_found(was_told, has_voted);
            let again = cast(self.members[member].clone(), review.to_owned()).await;
            ensure!(again != has_voted, "a member votes once");
        }
        let votes = self.review(KEEPER, review).await?;
        ensure!(votes["votedCount"] == MEMBERS.len(), "each vote counts once: {votes}");
        Ok(())
    }

    /// The sitting is closed; the outcome stands.
    async fn close(&mut self, server: &mut Server, sitting: &str, review: &str) -> anyhow::Result<Value> {
        let version = self.sitting(sitting).await?["version"].clone();
        let deed = end(self.members[KEEPER].clone(), sitting.to_owned(), version);
        let told = self.interrupted(server, [deed]).await?[0];
        let after = self.sitting(sitting).await?;
        let is_closed = after["state"] == "CLOSED";
        self.must_be_found(told, is_closed);
        if !is_closed {
            let again = end(self.members[KEEPER].clone(), sitting.to_owned(), after["version"].clone());
            ensure!(again.await, "the sitting is closed at last");
        }
        let concluded = self.review(KEEPER, review).await?;
        ensure!(concluded["vote"]["agree"] == MEMBERS.len(), "every vote is counted: {concluded}");
        Ok(concluded["outcome"].clone())
    }
}

/// Does a deed; whether the member was told that it is done.
async fn done(mut member: Caller, name: &str, success: &str, kind: &str, input: Value) -> bool {
    let query = format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}");
    match member.ask(&query, json!({"input": input})).await {
        Ok(answer) => answer.is_good() && answer.body["data"][name]["__typename"] == success,
        Err(_) => false,
    }
}

async fn sign(member: Caller, review: String) -> bool {
    let points: Vec<Value> =
        [("NOVELTY", "24"), ("APPLICABILITY", "25"), ("BENEFIT", "23"), ("PRESENTATION", "8")]
            .into_iter()
            .map(|(criterion, points)| json!({"criterion": criterion, "points": points}))
            .collect();
    let input = json!({"reviewId": review, "version": 0, "points": points, "remark": "", "signs": true});
    done(member, "saveReviewSheet", "InitiativeReview", "SaveReviewSheetInput", input).await
}

async fn attend(member: Caller, sitting: String, present: Vec<String>, version: Value) -> bool {
    let input = json!({"id": sitting, "presentIds": present, "version": version});
    done(member, "recordAttendance", "CouncilSitting", "RecordAttendanceInput", input).await
}

async fn cast(member: Caller, review: String) -> bool {
    let input = json!({"reviewId": review, "choice": "AGREE"});
    done(member, "castVote", "InitiativeReview", "CastVoteInput", input).await
}

async fn end(member: Caller, sitting: String, version: Value) -> bool {
    let input = json!({"id": sitting, "version": version});
    done(member, "closeSitting", "CouncilSitting", "CloseSittingInput", input).await
}
