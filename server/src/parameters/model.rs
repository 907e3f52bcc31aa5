//! A parameter, its values through time, and a day of the calendar.

use async_graphql::Enum;
use time::{Date, OffsetDateTime};

use crate::shared::id::{AccountId, ParameterValueId};

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        /// What a parameter decides.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ParameterKey {
            $($(#[$doc])* $name,)*
        }

        impl ParameterKey {
            /// Every key, in the order of the screen.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code in the database and in GraphQL.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

keys! {
    /// Working days that a unit has to explain after the first appraisal.
    ExplanationWorkingDays = "EXPLANATION_WORKING_DAYS";
    /// Working days within which a ministry sends a decision that announces procedures.
    AnnouncementWorkingDays = "ANNOUNCEMENT_WORKING_DAYS";
    /// Points of a survey in a set of criteria, in percent of all.
    SurveyWeight = "SURVEY_WEIGHT";
    /// Points from which the statutory one-stop assessment is excellent, of 18.
    OneStopExcellent = "ONE_STOP_EXCELLENT";
    /// Points from which the statutory one-stop assessment is good, of 18.
    OneStopGood = "ONE_STOP_GOOD";
    /// Points from which the statutory one-stop assessment is fair, of 18.
    OneStopFair = "ONE_STOP_FAIR";
    /// Months to check the form of a request to recognise an initiative.
    InitiativeFormalityMonths = "INITIATIVE_FORMALITY_MONTHS";
    /// Months to examine an accepted request to recognise an initiative.
    InitiativeExaminationMonths = "INITIATIVE_EXAMINATION_MONTHS";
    /// Months after the first application within which an initiative may be filed.
    InitiativeFilingMonths = "INITIATIVE_FILING_MONTHS";
    /// Years for which a province-level recognition serves titles.
    InitiativeValidityYears = "INITIATIVE_VALIDITY_YEARS";
    /// Smallest share with which a co-author may use an initiative for a title, in percent.
    InitiativeShareForTitle = "INITIATIVE_SHARE_FOR_TITLE";
    /// Units that must have adopted an initiative to evidence its reach over the province.
    InitiativeAdoptersForReach = "INITIATIVE_ADOPTERS_FOR_REACH";
    /// Working days to check the referral of an initiative to the province.
    InitiativeReferralWorkingDays = "INITIATIVE_REFERRAL_WORKING_DAYS";
    /// Months to examine an initiative at province level.
    InitiativeReferralMonths = "INITIATIVE_REFERRAL_MONTHS";
    /// Points of distance from the mean from which a score sheet stands out.
    InitiativeOutlierPoints = "INITIATIVE_OUTLIER_POINTS";
    /// Sessions of the provincial initiative council in a year.
    InitiativeSessions = "INITIATIVE_SESSIONS";
    /// Votes for provincial and national emulation fighters, in percent of all council members.
    VoteForFighters = "VOTE_FOR_FIGHTERS";
    /// Votes for a certificate of merit of the province, in percent of all council members.
    VoteForCertificates = "VOTE_FOR_CERTIFICATES";
    /// Grassroots emulation fighters, in percent of the advanced workers of a unit at most.
    FighterQuota = "FIGHTER_QUOTA";
    /// Working days to handle an award dossier.
    AwardDossierWorkingDays = "AWARD_DOSSIER_WORKING_DAYS";
}

impl std::str::FromStr for ParameterKey {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|key| key.code() == code).ok_or(())
    }
}

/// What the whole number of a parameter counts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterMeasure {
    /// Working days.
    WorkingDays,
    /// Months.
    Months,
    /// Years.
    Years,
    /// Hundredths of a whole.
    Percent,
    /// Points.
    Points,
    /// Things: sessions, units.
    Count,
}

/// A parameter as the product knows it.
#[derive(Debug)]
pub struct Definition {
    /// Which one.
    pub key: ParameterKey,
    /// What its number counts.
    pub measure: ParameterMeasure,
    /// Smallest and greatest value that make sense.
    pub range: (i32, i32),
    /// Value where nobody has recorded another.
    pub default: i32,
    /// Where that value comes from, in Vietnamese: texts are cited as they are.
    pub source: &'static str,
    /// Whether it was read in the text itself.
    pub is_verified: bool,
    /// Name in Vietnamese.
    pub name_vi: &'static str,
    /// Name in English.
    pub name_en: &'static str,
}

/// One value of a parameter, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParameterValue {
    /// Row; `None` for the value that the product brings along.
    pub id: Option<ParameterValueId>,
    /// The whole number.
    pub value: i32,
    /// First day on which it holds; `None` for the value that the product brings along.
    pub valid_from: Option<Date>,
    /// Where it comes from.
    pub source: String,
    /// Whether somebody has read it in the text itself.
    pub is_verified: bool,
    /// Why it was recorded.
    pub reason: Option<String>,
    /// Who recorded it.
    pub recorded_by: Option<AccountId>,
    /// When it was recorded.
    pub recorded_at: Option<OffsetDateTime>,
}

/// A parameter with all its values.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// What it is.
    pub definition: &'static Definition,
    /// The day it is looked at.
    pub on: Date,
    /// Its values, the last recorded first; the one that the product brings along stands last.
    pub values: Vec<ParameterValue>,
}

/// A value to be recorded.
#[derive(Clone, Debug)]
pub struct NewValue {
    /// Of which parameter.
    pub key: ParameterKey,
    /// How many values the person saw recorded.
    pub version: i32,
    /// The whole number.
    pub value: i32,
    /// First day on which it holds.
    pub valid_from: Date,
    /// Where it comes from.
    pub source: String,
    /// Whether the person has read it in the text itself.
    pub is_verified: bool,
    /// Why it is recorded.
    pub reason: String,
    /// Whether it says of itself that it corrects what was recorded wrongly for days that have passed.
    pub is_correction: bool,
}

/// What can be wrong with a parameter or a day.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterProblemCode {
    /// The value is outside what makes sense.
    OutOfRange,
    /// A source of 1 to 500 characters is needed.
    SourceMissing,
    /// A reason of 1 to 500 characters is needed.
    ReasonMissing,
    /// A name of 1 to 100 characters is needed.
    NameMissing,
    /// A value holds from today on, unless it says that it corrects one of the past.
    Retroactive,
    /// A day that has begun stays as it was: what was counted by it stays counted.
    DayPassed,
    /// Nothing would change.
    NothingChanged,
    /// Somebody else recorded a value meanwhile.
    Stale,
}

/// What a day is to offices.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// Offices are closed.
    DayOff,
    /// Offices work, although it is a weekend.
    WorkingDay,
    /// As the weekday says: what the product brought along does not hold.
    Ordinary,
}

impl DayKind {
    /// The code in the database and in GraphQL.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::DayOff => "DAY_OFF",
            Self::WorkingDay => "WORKING_DAY",
            Self::Ordinary => "ORDINARY",
        }
    }
}

impl std::str::FromStr for DayKind {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        [Self::DayOff, Self::WorkingDay, Self::Ordinary]
            .into_iter()
            .find(|kind| kind.code() == code)
            .ok_or(())
    }
}

/// A day that is not as its weekday says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarDay {
    /// The day.
    pub date: Date,
    /// What it is to offices.
    pub kind: DayKind,
    /// Occasion in Vietnamese.
    pub name_vi: String,
    /// Occasion in English.
    pub name_en: String,
    /// Announcement or law it rests on.
    pub source: String,
    /// Whether somebody of the province recorded it; what the product brings along is not verified.
    pub is_recorded: bool,
}
