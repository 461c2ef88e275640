# Understudy. Two commands matter: `make run` and `make test`. CONTRIBUTING.md says what the others are for.
#
# Tools and build outputs are reused over clones from $(CACHE); everything still works when it is empty.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/understudy
TARGET := $(or $(CARGO_TARGET_DIR),target)
# How often branches are taken in a check (make profile), under a path that is the same in each clone: it is one of the flags
# that a build is kept by.
PROFILE := $(CACHE)/check-$(firstword $(shell cksum benches/check.profdata)).profdata
# What changed since is compiled as without, silently.
OPTIMISED := $(strip $(RUSTFLAGS) -Cprofile-use=$(PROFILE) -Cllvm-args=-no-pgo-warn-mismatch)
# Of which page a binary is; without it a build for another end would link the program a second time, for minutes.
PAGE = $$(find dist -type f -exec cksum {} + | sort | cksum | tr -d ' ')
PAGE_SOURCES := $(shell find src www index.html Trunk.toml Cargo.toml Cargo.lock build.rs scripts/worker.sh scripts/worker benches/worker.profdata -type f -not -path '*/node_modules/*' -not -path 'www/out/*' -not -path 'www/worker/*' 2>/dev/null)

.PHONY: run build tools peers wasm test check soak bench profile notices goldens clean

## Build what is missing and start the server; prints the address to open.
run: build
	@exec $(TARGET)/release/understudy serve $(ARGS)

## The page into dist/, then the release binary with the page embedded.
build: dist/index.html $(PROFILE)
	@UNDERSTUDY_PAGE=$(PAGE) RUSTFLAGS="$(OPTIMISED)" cargo build --release --locked --quiet --bin understudy

$(PROFILE): benches/check.profdata
	@mkdir -p $(@D) && cp $< $@

dist/index.html: $(PAGE_SOURCES) | tools
	@scripts/page.sh

## The npm package into pkg/: the core for JavaScript, for browsers and Node.
wasm: | tools
	@scripts/wasm.sh

## The wasm32 target, Trunk, wasm-bindgen-cli and the npm packages, each only when missing.
tools:
	@scripts/tools.sh

## The name servers and the browser that the tests use; needs root.
peers:
	@scripts/peers.sh install

## Everything, at bounded sizes; ends with `N passed, N failed, N skipped`.
test:
	@scripts/test.sh

## Format, lints on both targets, compile checks, unit, golden and architecture tests: three minutes when warm.
check:
	@scripts/check.sh

## The tests at full size; appends a dated line to docs/soak.md.
soak:
	@scripts/soak.sh

## Side by side with the peers, in Chromium, as a secondary; writes docs/performance.md.
bench: build
	@UNDERSTUDY_PAGE=$(PAGE) RUSTFLAGS="$(OPTIMISED)" node benches/check.mjs $(RECORDS)
	@[ -d tests/browser/node_modules ] || npm --prefix tests/browser ci --ignore-scripts --no-audit --no-fund --silent
	@node benches/browser.mjs $(RECORDS)
	@python3 benches/secondary.py $(RECORDS)
	@node scripts/budgets.mjs $(RECORDS)

## How often branches are taken in a check, anew; after work on the engine.
profile:
	@scripts/profile.sh

## Write THIRD-PARTY-NOTICES.md anew.
notices:
	@node scripts/notices.mjs > THIRD-PARTY-NOTICES.md

## Accept what the golden tests print now; read the difference before you commit it.
goldens:
	@UPDATE_GOLDENS=1 cargo test --no-default-features --quiet --test engine

clean:
	rm -rf dist pkg www/out www/worker www/node_modules tests/browser/node_modules tests/module/node_modules
	cargo clean
