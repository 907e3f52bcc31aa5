# One binary with the web application inside, on an image with nothing else in it.
# A test (xtask/src/dockerfile.rs) holds this file against the repository. Every image is named by its digest, so that a
# tag moved by somebody else changes nothing here; renew one with `docker buildx imagetools inspect IMAGE:TAG`.

FROM node:20-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0 AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-fund --no-audit
COPY schema.graphql /src/schema.graphql
COPY web/ ./
RUN npm run build

FROM rust:1.95.0-bookworm@sha256:6258907abe69656e41cd992e0b705cdcfabcbbe3db374f92ed2d47121282d4a1 AS server
# The image brings the pinned compiler; rust-toolchain.toml would only add rustfmt and clippy.
WORKDIR /src
COPY .cargo/ .cargo/
COPY Cargo.toml Cargo.lock schema.graphql ./
COPY crates/ crates/
COPY migration/ migration/
COPY server/ server/
COPY tests/ tests/
COPY xtask/ xtask/
COPY data/ data/
COPY --from=web /src/web/dist/ web/dist/
# The caches keep the compiled dependencies between builds; the binary is copied out of them.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked -p thidua \
    && mkdir -p /out/data \
    && cp target/release/thidua /out/thidua

FROM gcr.io/distroless/cc-debian12:nonroot@sha256:9dac0a79194e45a7da0158a9c6da57b217585af0786db3845d1f0ec1a0dd182f
COPY --from=server /out/thidua /usr/local/bin/thidua
# The volume belongs to the account that writes to it.
COPY --from=server --chown=65532:65532 /out/data/ /data/
USER nonroot
ENV THIDUA_LISTEN=0.0.0.0:8080 \
    THIDUA_DATABASE_URL=sqlite:///data/thidua.db \
    THIDUA_FILES_URL=/data/files
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["/usr/local/bin/thidua", "health", "--url", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["/usr/local/bin/thidua"]
CMD ["serve"]
