//! The audit trail as a table to take along: streamed in batches, however long, as far as the reader may read it.

use std::collections::HashMap;

use async_graphql::ID;
use axum::body::Body;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures::{Stream, stream};
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use super::Server;
use super::files::{refused, signed_in};
use super::headers::language;
use super::inputs::Asked;
use super::session::Caller;
use crate::access::Actor;
use crate::app::App;
use crate::audit::{self, AuditEntry, AuditFilter};
use crate::campaigns;
use crate::shared::clock::{VIETNAM, vietnam_date};
use crate::shared::error::Refusal;
use crate::shared::id::{self, AccountId, CampaignId, UnitId};
use crate::shared::locale::Locale;
use crate::shared::page::{Count, Cursor, PageRequest};
use crate::shared::spreadsheet::text_cell;
use crate::units;

/// Entries in one piece of the answer.
const BATCH: u64 = 500;

/// Spreadsheets take a file for UTF-8 when it begins with this mark.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What is wanted, by the same names as in the address of the screen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    subject: Option<String>,
    actor: Option<String>,
    unit: Option<String>,
    campaign: Option<String>,
    criterion: Option<String>,
    deed: Option<String>,
    from: Option<String>,
    to: Option<String>,
    language: Option<String>,
}

/// `GET /audit.csv`: the entries of a filter, newest first; each row says who took it along, and when.
pub async fn export(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Asked(wanted): Asked<Wanted>,
    request: HeaderMap,
) -> Response {
    let locale = match wanted.language.as_deref() {
        Some("vi") => Locale::Vi,
        Some("en") => Locale::En,
        _ => language(&request),
    };
    match begin(&server.app, &caller, wanted, locale).await {
        Ok(response) => response,
        Err(refusal) => refused(&refusal, locale, &caller),
    }
}

async fn begin(app: &App, caller: &Caller, wanted: Wanted, locale: Locale) -> Result<Response, Refusal> {
    let actor = signed_in(caller)?;
    let filter = filter(wanted)?;
    audit::begin_export(app, actor, &filter).await?;
    let now = app.clock.now();
    let day = format_description!("[year][month][day]-[hour][minute][second]");
    let stamp = now.to_offset(VIETNAM).format(&day).map_err(|error| Refusal::Internal(error.into()))?;
    let table =
        Table { app: app.clone(), actor: actor.clone(), filter, locale, at: moment(now)?, next: Next::Start };
    let mut response = Body::from_stream(batches(table)).into_response();
    let fields: [(HeaderName, String); 3] = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"nhat-ky-{stamp}.csv\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    for (name, value) in fields {
        let value = HeaderValue::try_from(value).map_err(|error| Refusal::Internal(error.into()))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

fn filter(wanted: Wanted) -> Result<AuditFilter, Refusal> {
    let id = |text: Option<String>| text.filter(|text| !text.is_empty()).map(ID);
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    let time = |value: Option<String>, name: &str| match text(value) {
        Some(value) => OffsetDateTime::parse(&value, &Rfc3339).map(Some).map_err(|_| {
            Refusal::bad(format!("{name}: không phải thời điểm"), format!("{name}: not a time"))
        }),
        None => Ok(None),
    };
    Ok(AuditFilter {
        subject: id(wanted.subject)
            .map(|id| id::decode(&id).map(|(_, uuid)| uuid).ok_or(Refusal::NotFound))
            .transpose()?,
        actor: id(wanted.actor).map(|id| AccountId::parse(&id)).transpose()?,
        unit: id(wanted.unit).map(|id| UnitId::parse(&id)).transpose()?,
        campaign: id(wanted.campaign).map(|id| CampaignId::parse(&id)).transpose()?,
        criterion_code: text(wanted.criterion),
        deed: text(wanted.deed),
        from: time(wanted.from, "from")?,
        to: time(wanted.to, "to")?,
    })
}

/// Where the table goes on.
enum Next {
    Start,
    After(Cursor),
    End,
}

struct Table {
    app: App,
    actor: Actor,
    filter: AuditFilter,
    locale: Locale,
    at: String,
    next: Next,
}

fn batches(table: Table) -> impl Stream<Item = Result<Vec<u8>, Refusal>> {
    stream::try_unfold(table, |mut table| async move {
        let (after, head) = match std::mem::replace(&mut table.next, Next::End) {
            Next::Start => (None, true),
            Next::After(cursor) => (Some(cursor), false),
            Next::End => return Ok(None),
        };
        let request = PageRequest { first: BATCH, after, count: Count::Skip };
        let page = audit::page(&table.app, &table.actor, &table.filter, &request).await?;
        if let Some((cursor, _)) = page.rows.last().filter(|_| page.has_next) {
            table.next = Next::After(cursor.clone());
        }
        let entries: Vec<AuditEntry> = page.rows.into_iter().map(|(_, entry)| entry).collect();
        let piece = table.piece(&entries, head).await?;
        Ok::<_, Refusal>(Some((piece, table)))
    })
}

impl Table {
    /// Some entries as lines of the table, after its head when they are the first.
    async fn piece(&self, entries: &[AuditEntry], head: bool) -> Result<Vec<u8>, Refusal> {
        let reads_everything = audit::reads_everything(&self.actor);
        let names = Names::of(&self.app, &self.actor, entries, self.locale).await?;
        let mut piece = if head { BYTE_ORDER_MARK.as_bytes().to_vec() } else { Vec::new() };
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut piece);
        if head {
            let titles = TITLES.iter().chain(if reads_everything { CHAIN.as_slice() } else { &[] });
            let titles = titles.chain(&WATERMARK).map(|(vi, en)| self.locale.pick(vi, en));
            writer.write_record(titles).map_err(broken)?;
        }
        for entry in entries {
            let mut cells = names.cells(entry)?;
            if reads_everything {
                cells.extend([entry.link.sequence.to_string(), entry.link.hash.clone()]);
            }
            cells.extend([self.actor.name.clone(), self.at.clone()]);
            writer.write_record(cells.iter().map(|cell| text_cell(cell).into_owned())).map_err(broken)?;
        }
        writer.flush().map_err(|error| Refusal::Internal(error.into()))?;
        drop(writer);
        Ok(piece)
    }
}

const TITLES: [(&str, &str); 15] = [
    ("Thời gian", "Time"),
    ("Người thực hiện", "Person"),
    ("Vai trò", "Role"),
    ("Việc đã làm", "Deed"),
    ("Loại bản ghi", "Kind of record"),
    ("Mã bản ghi", "Record"),
    ("Mã đơn vị", "Unit code"),
    ("Đơn vị", "Unit"),
    ("Phong trào", "Campaign"),
    ("Tiêu chí", "Criterion"),
    ("Trước", "Before"),
    ("Sau", "After"),
    ("Lý do", "Reason"),
    ("Địa chỉ mạng", "Network address"),
    ("Mã yêu cầu", "Request"),
];

const CHAIN: [(&str, &str); 2] = [("Số thứ tự", "Number"), ("Mã băm", "Hash")];

const WATERMARK: [(&str, &str); 2] =
    [("Người kết xuất", "Exported by"), ("Thời điểm kết xuất", "Exported at")];

/// Units and campaigns of some entries by name.
struct Names {
    units: HashMap<UnitId, (String, String)>,
    campaigns: HashMap<CampaignId, String>,
}

impl Names {
    async fn of(app: &App, actor: &Actor, entries: &[AuditEntry], locale: Locale) -> Result<Self, Refusal> {
        let mut unit_ids: Vec<UnitId> = entries.iter().filter_map(|entry| entry.unit).collect();
        unit_ids.sort_unstable();
        unit_ids.dedup();
        let mut campaign_ids: Vec<CampaignId> = entries.iter().filter_map(|entry| entry.campaign).collect();
        campaign_ids.sort_unstable();
        campaign_ids.dedup();
        let today = vietnam_date(app.clock.now());
        let units = units::load_latest(app.db.read(), &unit_ids, today).await?;
        let campaigns = campaigns::load_many(app.db.read(), &campaign_ids).await?;
        Ok(Self {
            units: units
                .into_iter()
                .map(|unit| (unit.id, (unit.code, locale.pick(unit.name_vi, unit.name_en))))
                .collect(),
            campaigns: campaigns
                .into_iter()
                .filter(|campaign| campaigns::sees(actor, campaign))
                .map(|campaign| (campaign.id, campaign.code))
                .collect(),
        })
    }

    fn cells(&self, entry: &AuditEntry) -> Result<Vec<String>, Refusal> {
        let unit = entry.unit.and_then(|id| self.units.get(&id)).cloned();
        let (unit_code, unit_name) = unit.unwrap_or_default();
        let campaign = entry.campaign.and_then(|id| self.campaigns.get(&id)).cloned();
        let subject = entry.subject.map(|subject| id::encode(&entry.subject_kind, subject).0);
        let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
        Ok(vec![
            moment(entry.at)?,
            entry.actor_name.clone(),
            or_empty(&entry.acting_role),
            entry.deed.clone(),
            entry.subject_kind.clone(),
            subject.unwrap_or_default(),
            unit_code,
            unit_name,
            campaign.unwrap_or_default(),
            or_empty(&entry.criterion_code),
            or_empty(&entry.before),
            or_empty(&entry.after),
            or_empty(&entry.reason),
            or_empty(&entry.address),
            or_empty(&entry.request_id),
        ])
    }
}

/// A time as people in Vietnam read it, with its offset.
fn moment(at: OffsetDateTime) -> Result<String, Refusal> {
    at.to_offset(VIETNAM).format(&Rfc3339).map_err(|error| Refusal::Internal(error.into()))
}

fn broken(error: csv::Error) -> Refusal {
    Refusal::Internal(error.into())
}
