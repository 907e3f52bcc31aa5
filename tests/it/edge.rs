//! The edge of the server over real sockets: slow and silent clients, floods, stopping, metrics.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::json;
use thidua::config::Config;
use thidua::http::{Limits, Patience, Stop};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::files;
use crate::support::{TestApp, scenario};

/// Longer than any limit below, on a busy machine too.
const SOON: Duration = Duration::from_secs(20);

const GET: &str = "GET /healthz HTTP/1.1\r\nHost: thidua.test\r\n\r\n";
const LAST_GET: &str = "GET /healthz HTTP/1.1\r\nHost: thidua.test\r\nConnection: close\r\n\r\n";

/// A server on a socket of its own.
struct Running {
    app: TestApp,
    service: SocketAddr,
    metrics: SocketAddr,
    stop: watch::Sender<Stop>,
    task: JoinHandle<anyhow::Result<()>>,
}

/// Short limits: each test names the one it is about and leaves the others long.
fn limits() -> Limits {
    let patience = Patience { pause: SOON * 10, debt: SOON * 10, bytes_per_second: 1000 };
    Limits {
        connections: 50,
        per_address: None,
        head: SOON * 10,
        idle: SOON * 10,
        sending: patience,
        fetching: patience,
        stop: SOON * 10,
    }
}

fn config() -> Config {
    Config {
        listen: "127.0.0.1:0".into(),
        metrics_listen: Some("127.0.0.1:0".into()),
        second_factor_required: Some(false),
        ..Config::default()
    }
}

async fn running(limits: Limits) -> Running {
    serving(TestApp::start_with(config()).await, limits).await
}

async fn serving(app: TestApp, limits: Limits) -> Running {
    let (stop, told) = watch::channel(Stop::No);
    let (say, heard) = oneshot::channel();
    let task = tokio::spawn(thidua::http::serve_until(app.app.clone(), limits, told, |addresses| {
        let _ = say.send(addresses);
    }));
    let addresses = timeout(SOON, heard).await.expect("in time").expect("listens");
    let metrics = addresses.metrics.expect("metrics are asked for");
    Running { app, service: addresses.service, metrics, stop, task }
}

impl Running {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.service).await.expect("connects")
    }

    /// Whether a client like any other is answered.
    async fn answers(&self) -> bool {
        let mut stream = self.connect().await;
        stream.write_all(LAST_GET.as_bytes()).await.expect("is sent");
        read_to_end(&mut stream).await.contains("200 OK")
    }

    /// The value of one line of the metrics.
    async fn metric(&self, name: &str) -> Option<u64> {
        let mut stream = TcpStream::connect(self.metrics).await.expect("connects");
        let request = LAST_GET.replace("/healthz", "/metrics");
        stream.write_all(request.as_bytes()).await.expect("is sent");
        let text = read_to_end(&mut stream).await;
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))?;
        line.trim().parse().ok()
    }

    /// Waits until a line of the metrics has this value.
    async fn until(&self, name: &str, value: u64) {
        let reached = async {
            while self.metric(name).await != Some(value) {
                sleep(Duration::from_millis(50)).await;
            }
        };
        let reached = timeout(SOON, reached).await;
        assert!(reached.is_ok(), "{name} is {:?}, not {value}", self.metric(name).await);
    }

    /// How long the server takes to end from now on.
    async fn ended(self) -> Duration {
        let started = Instant::now();
        timeout(SOON, self.task).await.expect("in time").expect("does not panic").expect("ends well");
        started.elapsed()
    }
}

/// Everything until the server closes; a reset is an end too.
async fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(SOON, stream.read_to_end(&mut bytes)).await.expect("the server closes");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One answer of a connection that stays open: its head and what came with it.
async fn read_answer(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    while !text.contains("\r\n\r\n") {
        let read = timeout(SOON, stream.read(&mut buffer)).await.expect("in time").expect("is read");
        assert!(read > 0, "the server closed: {text}");
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    text
}

/// The head of a GraphQL request with a body of so many bytes.
fn post(length: usize) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nHost: thidua.test\r\nContent-Type: application/json\r\n\
         Connection: close\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// A query of so many bytes.
fn query(length: usize) -> String {
    let bare = json!({"query": "{ __typename }", "operationName": null}).to_string();
    format!("{bare}{}", " ".repeat(length - bare.len()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_dribbles_a_head_is_ended_and_whoever_waits_between_requests_is_not() {
    let running = running(Limits { head: Duration::from_millis(600), ..limits() }).await;
    let mut silent = running.connect().await;
    let mut kept = running.connect().await;
    kept.write_all(GET.as_bytes()).await.expect("is sent");
    assert!(read_answer(&mut kept).await.contains("200 OK"));

    let mut slow = running.connect().await;
    let started = Instant::now();
    let dribbled = async {
        for byte in GET.trim_end().bytes().chain(std::iter::repeat(b'a')) {
            if slow.write_all(&[byte]).await.is_err() {
                break;
            }
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(SOON, dribbled).await.expect("the server ends it");
    assert!(started.elapsed() >= Duration::from_millis(600));
    assert_eq!(running.metric("thidua_connections_closed_total{reason=\"slow_head\"}").await, Some(1));

    for stream in [&mut kept, &mut silent] {
        stream.write_all(GET.as_bytes()).await.expect("is sent");
        assert!(read_answer(stream).await.contains("200 OK"), "idle is not slow");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_dribbles_a_body_is_told_and_ended_and_a_slow_line_is_waited_for() {
    let sending =
        Patience { pause: Duration::from_secs(8), debt: Duration::from_secs(2), bytes_per_second: 500 };
    let running = running(Limits { sending, ..limits() }).await;
    let body = query(8_000);

    let mut patient = running.connect().await;
    let honest = async {
        patient.write_all(post(body.len()).as_bytes()).await.expect("is sent");
        for piece in body.as_bytes().chunks(400) {
            patient.write_all(piece).await.expect("is sent");
            sleep(Duration::from_millis(150)).await;
        }
        read_to_end(&mut patient).await
    };
    let mut slow = running.connect().await;
    let dribbling = async {
        slow.write_all(post(body.len()).as_bytes()).await.expect("is sent");
        let (mut reading, mut writing) = slow.split();
        let mut answer = [0; 512];
        let write = async {
            for byte in body.as_bytes().chunks(1) {
                if writing.write_all(byte).await.is_err() {
                    break;
                }
                sleep(Duration::from_millis(50)).await;
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = write => String::new(),
            read = reading.read(&mut answer) => {
                String::from_utf8_lossy(&answer[..read.expect("is read")]).into_owned()
            }
        }
    };
    let (honest, slow) = timeout(SOON, futures::future::join(honest, dribbling)).await.expect("in time");
    assert!(honest.contains("200 OK") && honest.contains("\"Query\""), "{honest}");
    assert!(slow.starts_with("HTTP/1.1 408") && slow.contains("connection: close"), "{slow}");
    assert_eq!(
        running.metric("thidua_http_requests_total{route=\"/graphql\",status=\"408\"}").await,
        Some(1)
    );

    let pause = Patience { pause: Duration::from_millis(500), ..sending };
    let running = serving(running.app, Limits { sending: pause, ..limits() }).await;
    let mut silent = running.connect().await;
    silent.write_all(post(body.len()).as_bytes()).await.expect("is sent");
    assert!(read_to_end(&mut silent).await.starts_with("HTTP/1.1 408"), "not a byte");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_idle_connections_is_bounded_and_shuts_nobody_out() {
    let running = running(limits()).await;
    let body = query(2_000);
    let mut busy = running.connect().await;
    busy.write_all(post(body.len()).as_bytes()).await.expect("is sent");
    busy.write_all(&body.as_bytes()[..100]).await.expect("is sent");
    running.until("thidua_connections_open", 1).await;
    sleep(Duration::from_millis(300)).await;

    let mut flood = Vec::new();
    for _ in 0..200 {
        flood.push(running.connect().await);
    }
    assert!(running.answers().await, "a client like any other");
    let open = running.metric("thidua_connections_open").await.expect("is counted");
    assert!(open <= 50, "{open} are open");
    let made_room = running.metric("thidua_connections_closed_total{reason=\"made_room\"}").await;
    assert!(made_room >= Some(151), "{made_room:?}");
    let mut oldest = flood.swap_remove(0);
    assert_eq!(read_to_end(&mut oldest).await, "", "the one idle for longest was ended");
    let newest = flood.last_mut().expect("a flood");
    newest.write_all(GET.as_bytes()).await.expect("is sent");
    assert!(read_answer(newest).await.contains("200 OK"), "the newest was not");

    busy.write_all(&body.as_bytes()[100..]).await.expect("is sent");
    assert!(read_to_end(&mut busy).await.contains("200 OK"), "a request in flight is never ended for that");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_address_never_takes_more_than_its_part() {
    let running = running(Limits { per_address: Some(10), ..limits() }).await;
    let mut idle = Vec::new();
    for _ in 0..30 {
        idle.push(running.connect().await);
    }
    let newest = idle.last_mut().expect("connections");
    newest.write_all(GET.as_bytes()).await.expect("is sent");
    assert!(read_answer(newest).await.contains("200 OK"), "the newest is served");
    running.until("thidua_connections_open", 10).await;
    drop(idle);
    running.until("thidua_connections_open", 0).await;

    let body = query(2_000);
    let mut busy = Vec::new();
    for number in 1..=10 {
        let mut stream = running.connect().await;
        stream.write_all(post(body.len()).as_bytes()).await.expect("is sent");
        running.until("thidua_connections_open", number).await;
        busy.push(stream);
    }
    sleep(Duration::from_millis(300)).await;
    let mut one_more = running.connect().await;
    assert_eq!(read_to_end(&mut one_more).await, "", "all of the address are at work");
    let turned_away = running.metric("thidua_connections_closed_total{reason=\"address_full\"}").await;
    assert_eq!(turned_away, Some(1));
    let mut first = busy.swap_remove(0);
    first.write_all(body.as_bytes()).await.expect("is sent");
    assert!(read_to_end(&mut first).await.contains("200 OK"), "what was under way goes on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_connection_ends_after_a_while() {
    let running = running(Limits { idle: Duration::from_millis(700), ..limits() }).await;
    let mut stream = running.connect().await;
    for _ in 0..2 {
        stream.write_all(GET.as_bytes()).await.expect("is sent");
        assert!(read_answer(&mut stream).await.contains("200 OK"));
        sleep(Duration::from_millis(100)).await;
    }
    read_to_end(&mut stream).await;
    running.until("thidua_connections_closed_total{reason=\"idle\"}", 1).await;
    running.until("thidua_connections_open", 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_nobody_fetches_is_given_up() {
    let world = scenario::published().await;
    let mut focal = world.app.signed_in("cb-x1").await;
    let mut bytes = files::pdf("lớn");
    bytes.resize(8 * 1024 * 1024, b'a');
    let file = files::upload(&mut focal, &world.units["X1"], "lớn.pdf", bytes.clone()).await.json();
    let request = format!(
        "GET /files/{} HTTP/1.1\r\nHost: thidua.test\r\nConnection: close\r\nCookie: {}\r\n\r\n",
        scenario::text(&file["id"]),
        focal.cookie().expect("is signed in")
    );
    let app = world.app.over(thidua::app::App {
        config: std::sync::Arc::new(Config {
            listen: "127.0.0.1:0".into(),
            metrics_listen: Some("127.0.0.1:0".into()),
            ..Config::clone(&world.app.app.config)
        }),
        ..world.app.app.clone()
    });
    let fetching = Patience { pause: Duration::from_millis(800), ..limits().fetching };
    let running = serving(app, Limits { fetching, ..limits() }).await;

    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("is set");
    let mut slow = socket.connect(running.service).await.expect("connects");
    slow.write_all(request.as_bytes()).await.expect("is sent");
    running.until("thidua_connections_open", 1).await;
    running.until("thidua_connections_open", 0).await;

    let mut quick = running.connect().await;
    quick.write_all(request.as_bytes()).await.expect("is sent");
    let mut answer = Vec::new();
    timeout(SOON, quick.read_to_end(&mut answer)).await.expect("in time").expect("is read");
    assert!(answer.ends_with(&bytes[bytes.len() - 1000..]) && answer.len() > bytes.len(), "all of it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_flight_is_answered_before_the_server_stops() {
    let running = running(limits()).await;
    let body = query(2_000);
    let idle = running.connect().await;
    let mut busy = running.connect().await;
    busy.write_all(post(body.len()).as_bytes()).await.expect("is sent");
    running.until("thidua_connections_open", 2).await;
    sleep(Duration::from_millis(300)).await;
    running.stop.send_replace(Stop::Gracefully);
    let service = running.service;
    let refused = async {
        while TcpStream::connect(service).await.is_ok() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(SOON, refused).await.expect("no connection is taken any more");
    assert!(!running.task.is_finished(), "a request is in flight");
    busy.write_all(body.as_bytes()).await.expect("is sent");
    assert!(read_to_end(&mut busy).await.contains("200 OK"));
    running.ended().await;
    drop(idle);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_takes_no_longer_than_it_may() {
    for (limit, told) in [(Duration::from_millis(700), Stop::Gracefully), (SOON * 10, Stop::AtOnce)] {
        let running = running(Limits { stop: limit, ..limits() }).await;
        let mut hanging = running.connect().await;
        hanging.write_all(post(2_000).as_bytes()).await.expect("is sent");
        running.until("thidua_connections_open", 1).await;
        sleep(Duration::from_millis(300)).await;
        running.stop.send_replace(told);
        let took = running.ended().await;
        if told == Stop::Gracefully {
            assert!(took >= limit, "{took:?}: it waited for the request");
        }
        assert_eq!(read_to_end(&mut hanging).await, "");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_address_of_the_client_is_that_of_its_socket() {
    let running = running(limits()).await;
    running.app.add_person("chuyenvien", thidua::access::Role::Analyst).await;
    let query = "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }";
    let input = json!({"login": "chuyenvien", "password": crate::support::PASSWORD});
    thidua::shared::tls::choose();
    let client = reqwest::Client::new();
    let answer = client
        .post(format!("http://{}/graphql", running.service))
        .json(&json!({"query": query, "variables": {"input": input}}))
        .send()
        .await
        .expect("is answered");
    let mut cookies =
        answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().expect("ASCII"));
    let cookie = cookies.find(|cookie| cookie.starts_with("thidua_session=")).expect("a session");
    let cookie = cookie.split(';').next().expect("a pair").to_owned();
    let mut person = running.app.anonymous().with_cookie(Some(cookie));
    let sessions = person.query("{ viewer { sessions { address } } }", json!({})).await.data();
    assert_eq!(sessions["viewer"]["sessions"][0]["address"], "127.0.0.1");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_are_told_on_their_own_address_only() {
    let running = running(limits()).await;
    running.app.add_person("chuyenvien", thidua::access::Role::Analyst).await;
    let mut stranger = running.app.anonymous();
    stranger.sign_in("chuyenvien", "không phải mật khẩu").await;
    stranger.sign_in("không-có-ai", "không phải mật khẩu").await;
    running.app.signed_in("chuyenvien").await;
    for name in ["ViewerWork", "MadeUp1", "MadeUp2"] {
        stranger.query(&format!("query {name} {{ viewer {{ mustChangePassword }} }}"), json!({})).await;
    }
    stranger.query("{ nonsense }", json!({})).await;

    thidua::shared::tls::choose();
    let client = reqwest::Client::new();
    let get = async |address: SocketAddr| {
        let answer = client.get(format!("http://{address}/metrics")).send().await.expect("is answered");
        let kind = answer.headers()["content-type"].to_str().expect("ASCII").to_owned();
        (kind, answer.text().await.expect("text"))
    };
    let (kind, text) = get(running.metrics).await;
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    for line in [
        "thidua_graphql_operations_total{operation=\"ViewerWork\",outcome=\"ok\"} 1",
        "thidua_sign_ins_total{outcome=\"refused\"} 2",
        "thidua_sign_ins_total{outcome=\"accepted\"} 1",
        "thidua_deeds_total{deed=\"identity.signed_in\"} 1",
        "thidua_deeds_total{deed=\"identity.sign_in_refused\"} 2",
        "thidua_graphql_errors_total{code=\"GRAPHQL_VALIDATION_FAILED\"} 1",
        "thidua_job_runs_total{job=\"session_sweep\",outcome=\"ok\"} 1",
        "thidua_connections_open 0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} in {text}");
    }
    assert!(text.contains("thidua_database_statements_total "), "{text}");
    assert!(!text.contains("MadeUp"), "names of clients make no series: {text}");
    let (_, page) = get(running.service).await;
    assert!(!page.contains("thidua_sign_ins"), "not where everybody may ask");
}
